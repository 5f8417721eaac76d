package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/**
 * The trajectory of one No-U-Turn transition, doubled forwards or backwards in time until it turns back.
 *
 * <p>A doubling makes its points one after the other and joins them as a binary counter carries: after point {@code n}
 * (from 0) as many complete subtrees of equal size are joined as {@code n} ends in one bits. So subtrees meet in the same
 * order as in the recursion, and one tree for each level is all the memory it takes.
 */
final class NutsTrajectory {
    private final LogDensity density;
    private final int maxTreeDepth;
    private final double divergenceThreshold;
    private final PhasePoint forward;
    private final PhasePoint backward;
    private final NutsTree whole;
    private final NutsTree[] levels;
    private NutsTree spare;
    private Metric metric;
    private Leapfrog leapfrog;

    private double initialEnergy;
    private double acceptanceSum;
    private int depth;
    private int steps;
    private boolean diverging;

    NutsTrajectory(LogDensity density, Metric metric, int maxTreeDepth, double divergenceThreshold) {
        this.density = density;
        this.maxTreeDepth = maxTreeDepth;
        this.divergenceThreshold = divergenceThreshold;
        int dimension = density.dimension();
        forward = new PhasePoint(dimension);
        backward = new PhasePoint(dimension);
        whole = new NutsTree(dimension);
        levels = new NutsTree[maxTreeDepth];
        for (int i = 0; i < maxTreeDepth; i++) {
            levels[i] = new NutsTree(dimension);
        }
        spare = new NutsTree(dimension);
        this.metric = metric;
        this.leapfrog = new Leapfrog(density, metric);
    }

    LogDensity density() {
        return density;
    }

    void moveIn(Metric changed) {
        metric = changed;
        leapfrog = new Leapfrog(density, changed);
    }

    /** Makes one transition, and returns where it ends. */
    GradientState run(GradientState state, double stepSize, RandomGenerator random) {
        forward.moveTo(state);
        metric.drawMomentum(random, forward.momentum);
        backward.moveTo(state);
        System.arraycopy(forward.momentum, 0, backward.momentum, 0, forward.momentum.length);
        initialEnergy = forward.energy(metric);
        whole.leaf(forward, initialEnergy, 0);
        acceptanceSum = 0;
        depth = 0;
        steps = 0;
        diverging = false;
        boolean goOn = true;
        boolean moved = false;
        while (goOn && depth < maxTreeDepth) {
            boolean ahead = random.nextBoolean();
            if (!build(ahead ? forward : backward, ahead ? stepSize : -stepSize, depth, random)) {
                break;
            }
            NutsTree fresh = levels[depth];
            depth++;
            whole.chooseBetween(fresh, random);
            moved = true;
            if (ahead) {
                goOn = whole.continuesWith(fresh);
                whole.extend(fresh);
            } else {
                goOn = whole.continuesBackwards(fresh);
                whole.extendBackwards(fresh);
            }
        }
        return moved ? whole.proposal() : state;
    }

    /** Builds a subtree of 2^level points into that level; returns false if it diverges or turns back. */
    private boolean build(PhasePoint point, double stepSize, int level, RandomGenerator random) {
        int size = 1 << level;
        for (int n = 0; n < size; n++) {
            int joins = Integer.numberOfTrailingZeros(~n);
            NutsTree newest = spare;
            if (!leaf(newest, point, stepSize)) {
                return false;
            }
            for (int k = 0; k < joins; k++) {
                NutsTree older = levels[k];
                if (!older.continuesWith(newest)) {
                    // Each tree must stay in one place only, also where a build is broken off.
                    spare = newest;
                    return false;
                }
                older.joinEvenly(newest, random);
                levels[k] = newest;
                newest = older;
            }
            spare = levels[joins];
            levels[joins] = newest;
        }
        return true;
    }

    /** Makes one leapfrog step and the tree of its end; returns false if it diverged. */
    private boolean leaf(NutsTree tree, PhasePoint point, double stepSize) {
        leapfrog.step(point, stepSize);
        steps++;
        double energy = point.energy(metric);
        // Where the density is not finite there is no point to go to, whatever the sign of its infinity.
        double error = Double.isFinite(energy) ? energy - initialEnergy : Double.POSITIVE_INFINITY;
        acceptanceSum += error > 0 ? Elementary.exp(-error) : 1;
        if (error > divergenceThreshold) {
            diverging = true;
            return false;
        }
        tree.leaf(point, energy, -error);
        return true;
    }

    double acceptanceRate() {
        return acceptanceSum / steps;
    }

    int depth() {
        return depth;
    }

    int steps() {
        return steps;
    }

    double energy() {
        return whole.energy();
    }

    boolean diverging() {
        return diverging;
    }
}
