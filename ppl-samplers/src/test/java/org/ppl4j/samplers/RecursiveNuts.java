package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
    private List<Block> fresh = new ArrayList<>();
    private int pointsOfBlock;

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

        Tree(Phase earliest, Phase latest, double[] momentumSum) {
            this.earliest = earliest;
            this.latest = latest;
            this.momentumSum = momentumSum;
        }
    }

    /** Successive points, of which one was chosen. */
    private static final class Block {
        final GradientState chosen;
        final double logWeight;
        final int points;

        Block(GradientState chosen, double logWeight, int points) {
            this.chosen = chosen;
            this.logWeight = logWeight;
            this.points = points;
        }

        Block with(Block next, RandomGenerator random) {
            double total = logSum(logWeight, next.logWeight);
            boolean isNext = total - next.logWeight < random.nextExponential();
            return new Block(isNext ? next.chosen : chosen, total, points + next.points);
        }
    }

    GradientState transition(GradientState state, RandomGenerator random) {
        double[] momentum = new double[density.dimension()];
        metric.drawMomentum(random, momentum);
        Phase initial = phase(state, momentum);
        initialEnergy = energy(initial);
        Tree tree = new Tree(initial, initial, momentum);
        List<Block> blocks = new ArrayList<>(List.of(new Block(state, 0, 1)));
        int present = 0;
        steps = 0;
        diverging = false;
        cutOff = true;
        for (depth = 0; depth < maxTreeDepth; ) {
            boolean ahead = random.nextBoolean();
            if (blocks.size() == 32) {
                List<Block> pairs = new ArrayList<>();
                for (int i = 0; i < 32; i += 2) {
                    pairs.add(blocks.get(i).with(blocks.get(i + 1), random));
                }
                blocks = pairs;
                present /= 2;
            }
            pointsOfBlock = blocks.get(0).points;
            fresh = new ArrayList<>();
            Tree built = build(ahead ? tree.latest : tree.earliest, depth, ahead, random);
            if (built == null) {
                cutOff = false;
                break;
            }
            depth++;
            if (ahead) {
                blocks.addAll(fresh);
            } else {
                Collections.reverse(fresh);
                blocks.addAll(0, fresh);
                present += fresh.size();
            }
            Tree before = ahead ? tree : built;
            Tree after = ahead ? built : tree;
            tree = join(before, after);
            if (turns(before, after)) {
                cutOff = false;
                break;
            }
        }
        return depth == 0 ? state : next(blocks, present, random);
    }

    /**
     * Walks on around the circle of weights, block by block, by 0.4 of it, or 0.38 of many coordinates, or as much back; by 0.42 of few blocks. Of 16
     * and more it takes any of the other half.
     */
    private static GradientState next(List<Block> blocks, int present, RandomGenerator random) {
        double largest =
                blocks.stream().mapToDouble(block -> block.logWeight).max().orElseThrow();
        double[] weights = blocks.stream()
                .mapToDouble(block -> Elementary.exp(block.logWeight - largest))
                .toArray();
        if (weights.length >= 16) {
            return blocks.get(inOtherHalf(weights, 0, weights.length, present, random)).chosen;
        }
        double part = blocks.size() <= 4 ? 0.42 : blocks.get(0).chosen.position().length > 15 ? 0.38 : 0.4;
        double way = (random.nextBoolean() ? part : 1 - part)
                * Arrays.stream(weights).sum();
        way += random.nextDouble() * weights[present];
        int place = present;
        while (way >= weights[place]) {
            way -= weights[place];
            place = (place + 1) % weights.length;
        }
        return blocks.get(place).chosen;
    }

    /** Of the places from one to another, of which there are a power of two. */
    private static int inOtherHalf(double[] weights, int from, int to, int present, RandomGenerator random) {
        if (to - from == 1) {
            return present;
        }
        int middle = (from + to) / 2;
        int ownFrom = present < middle ? from : middle;
        int otherFrom = from + middle - ownFrom;
        double other = sum(weights, otherFrom, otherFrom + to - middle);
        if (random.nextDouble() >= other / sum(weights, ownFrom, ownFrom + to - middle)) {
            return inOtherHalf(weights, ownFrom, ownFrom + to - middle, present, random);
        }
        double goal = random.nextDouble();
        int place = otherFrom;
        while (place < otherFrom + to - middle - 1 && goal >= weights[place] / other) {
            goal -= weights[place] / other;
            place++;
        }
        return place;
    }

    private static double sum(double[] numbers, int from, int to) {
        return Arrays.stream(numbers, from, to).sum();
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
            Block block = new Block(next.state, -error, 1);
            int last = fresh.size() - 1;
            if (last >= 0 && fresh.get(last).points < pointsOfBlock) {
                fresh.set(last, fresh.get(last).with(block, random));
            } else {
                fresh.add(block);
            }
            return new Tree(next, next, next.momentum);
        }
        Tree near = build(from, level - 1, ahead, random);
        if (near == null) {
            return null;
        }
        Tree far = build(ahead ? near.latest : near.earliest, level - 1, ahead, random);
        if (far == null || turns(ahead ? near : far, ahead ? far : near)) {
            return null;
        }
        return ahead ? join(near, far) : join(far, near);
    }

    private static Tree join(Tree before, Tree after) {
        return new Tree(before.earliest, after.latest, sum(before.momentumSum, after.momentumSum));
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
