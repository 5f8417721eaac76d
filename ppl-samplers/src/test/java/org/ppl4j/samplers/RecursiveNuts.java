package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** A slow No-U-Turn transition, recursive and with everything copied: what the iterative one is compared with. */
final class RecursiveNuts {
    private final LogDensity density;
    private final Metric metric;
    private final double stepSize;
    private final int maxTreeDepth;
    private double initialEnergy;
    int steps;
    int depth;
    boolean diverging;
    boolean cutOff;

    RecursiveNuts(LogDensity density, Metric metric, double stepSize, int maxTreeDepth) {
        this.density = density;
        this.metric = metric;
        this.stepSize = stepSize;
        this.maxTreeDepth = maxTreeDepth;
    }

    /** A point with its momentum. */
    private static final class Phase {
        final GradientState state;
        final double[] momentum;
        final double[] velocity;

        Phase(GradientState state, double[] momentum, double[] velocity) {
            this.state = state;
            this.momentum = momentum;
            this.velocity = velocity;
        }
    }

    /** A stretch of the trajectory, its ends in the order of time. */
    private static final class Tree {
        final Phase earliest;
        final Phase latest;
        final double[] momentumSum;
        final double logWeight;
        final GradientState proposal;

        Tree(Phase earliest, Phase latest, double[] momentumSum, double logWeight, GradientState proposal) {
            this.earliest = earliest;
            this.latest = latest;
            this.momentumSum = momentumSum;
            this.logWeight = logWeight;
            this.proposal = proposal;
        }
    }

    GradientState transition(GradientState state, RandomGenerator random) {
        double[] momentum = new double[density.dimension()];
        metric.drawMomentum(random, momentum);
        Phase initial = phase(state, momentum);
        initialEnergy = energy(initial);
        Tree tree = new Tree(initial, initial, momentum, 0, state);
        steps = 0;
        diverging = false;
        cutOff = true;
        for (depth = 0; depth < maxTreeDepth; ) {
            boolean ahead = random.nextBoolean();
            Tree fresh = build(ahead ? tree.latest : tree.earliest, depth, ahead, random);
            if (fresh == null) {
                cutOff = false;
                break;
            }
            depth++;
            GradientState proposal =
                    tree.logWeight - fresh.logWeight < random.nextExponential() ? fresh.proposal : tree.proposal;
            Tree before = ahead ? tree : fresh;
            Tree after = ahead ? fresh : tree;
            tree = join(before, after, proposal);
            if (turns(before, after)) {
                cutOff = false;
                break;
            }
        }
        return tree.proposal;
    }

    private @Nullable Tree build(Phase from, int level, boolean ahead, RandomGenerator random) {
        if (level == 0) {
            PhasePoint point = new PhasePoint(density.dimension());
            point.moveTo(from.state);
            System.arraycopy(from.momentum, 0, point.momentum, 0, point.momentum.length);
            new Leapfrog(density, metric).step(point, ahead ? stepSize : -stepSize);
            steps++;
            Phase next = phase(point.state(), point.momentum);
            double error = energy(next) - initialEnergy;
            if (!(Math.abs(error) < Double.POSITIVE_INFINITY && error <= 1000)) {
                diverging = true;
                return null;
            }
            return new Tree(next, next, next.momentum, -error, next.state);
        }
        Tree near = build(from, level - 1, ahead, random);
        if (near == null) {
            return null;
        }
        Tree far = build(ahead ? near.latest : near.earliest, level - 1, ahead, random);
        if (far == null || turns(ahead ? near : far, ahead ? far : near)) {
            return null;
        }
        double total = logSum(near.logWeight, far.logWeight);
        GradientState proposal = total - far.logWeight < random.nextExponential() ? far.proposal : near.proposal;
        return ahead ? join(near, far, proposal) : join(far, near, proposal);
    }

    private static Tree join(Tree before, Tree after, GradientState proposal) {
        return new Tree(
                before.earliest,
                after.latest,
                sum(before.momentumSum, after.momentumSum),
                logSum(before.logWeight, after.logWeight),
                proposal);
    }

    private static boolean turns(Tree before, Tree after) {
        return turns(before.earliest, after.latest, sum(before.momentumSum, after.momentumSum))
                || turns(before.earliest, after.earliest, sum(before.momentumSum, after.earliest.momentum))
                || turns(before.latest, after.latest, sum(before.latest.momentum, after.momentumSum));
    }

    private static boolean turns(Phase from, Phase to, double[] momentumSum) {
        return dot(from.velocity, momentumSum) <= 0 || dot(to.velocity, momentumSum) <= 0;
    }

    private Phase phase(GradientState state, double[] momentum) {
        double[] velocity = new double[momentum.length];
        metric.velocity(momentum, velocity);
        return new Phase(state, momentum, velocity);
    }

    private double energy(Phase phase) {
        return metric.kineticEnergy(phase.momentum, phase.velocity) - phase.state.logDensity();
    }

    private static double[] sum(double[] a, double[] b) {
        double[] result = a.clone();
        Arrays.setAll(result, i -> a[i] + b[i]);
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double logSum(double a, double b) {
        return Math.max(a, b) + Elementary.softplus(-Math.abs(a - b));
    }
}
