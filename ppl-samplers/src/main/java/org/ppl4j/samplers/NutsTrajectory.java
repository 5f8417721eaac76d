package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;

/**
 * The trajectory of one No-U-Turn transition, doubled forwards or backwards in time until it turns back.
 *
 * <p>A doubling makes its points one after the other and joins them as a binary counter carries: after point {@code n}
 * (from 0) as many complete subtrees of equal size are joined as {@code n} ends in one bits. So subtrees meet in the same
 * order as in the recursion, and one tree for each level is all the memory it takes.
 */
final class NutsTrajectory extends Trajectory {
    private static final List<String> STATISTICS = List.of(
            "acceptance_rate", "step_size", "tree_depth", "n_steps", "energy", "diverging", "reached_max_tree_depth");

    private final Refreshment refreshment;
    private final int maxTreeDepth;
    private final PhasePoint forward;
    private final PhasePoint backward;
    private final NutsTree whole;
    private final NutsTree[] levels;
    private NutsTree spare;

    private int mostDoublings;
    private double initialEnergy;
    private int depth;
    private int steps;
    private boolean goesOn;

    NutsTrajectory(
            LogDensity density, Metric metric, Refreshment refreshment, int maxTreeDepth, double divergenceThreshold) {
        super(density, metric, divergenceThreshold);
        this.refreshment = refreshment;
        this.maxTreeDepth = maxTreeDepth;
        mostDoublings = maxTreeDepth;
        int dimension = density.dimension();
        forward = new PhasePoint(dimension);
        backward = new PhasePoint(dimension);
        whole = new NutsTree(dimension, !refreshment.isFull());
        levels = new NutsTree[maxTreeDepth];
        for (int i = 0; i < maxTreeDepth; i++) {
            levels[i] = new NutsTree(dimension, !refreshment.isFull());
        }
        spare = new NutsTree(dimension, !refreshment.isFull());
    }

    @Override
    void shorten(int doublings) {
        mostDoublings = Math.min(doublings, maxTreeDepth);
    }

    @Override
    GradientState run(GradientState state, double stepSize, RandomGenerator random) {
        forward.moveTo(state);
        refreshment.draw(state, metric, random, forward.momentum);
        backward.moveTo(state);
        System.arraycopy(forward.momentum, 0, backward.momentum, 0, forward.momentum.length);
        initialEnergy = forward.energy(metric);
        whole.leaf(forward, initialEnergy, 0);
        begin();
        depth = 0;
        steps = 0;
        goesOn = true;
        boolean moved = false;
        while (goesOn && depth < mostDoublings) {
            boolean ahead = random.nextBoolean();
            if (!build(ahead ? forward : backward, ahead ? stepSize : -stepSize, state, random)) {
                goesOn = false;
                break;
            }
            NutsTree fresh = levels[depth];
            depth++;
            whole.chooseBetween(fresh, random);
            moved = true;
            if (ahead) {
                goesOn = whole.continuesWith(fresh);
                whole.extend(fresh);
            } else {
                goesOn = whole.continuesBackwards(fresh);
                whole.extendBackwards(fresh);
            }
        }
        if (refreshment.isFull()) {
            return moved ? whole.proposal() : state;
        }
        return (moved ? whole.proposal() : state).withMomentum(whole.proposedMomentum(), metric);
    }

    /** Builds a subtree as large as the whole; returns false if it diverges or turns back. */
    private boolean build(PhasePoint point, double stepSize, GradientState start, RandomGenerator random) {
        int size = 1 << depth;
        for (int n = 0; n < size; n++) {
            int joins = Integer.numberOfTrailingZeros(~n);
            NutsTree newest = spare;
            if (!leaf(newest, point, stepSize, start)) {
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
    private boolean leaf(NutsTree tree, PhasePoint point, double stepSize, GradientState start) {
        leapfrog.step(point, stepSize);
        steps++;
        double energy = point.energy(metric);
        double error = energyError(energy, initialEnergy);
        watch(start, point, error);
        if (!count(error)) {
            return false;
        }
        tree.leaf(point, energy, -error);
        return true;
    }

    @Override
    List<String> statistics() {
        return STATISTICS;
    }

    @Override
    void report(double stepSize, double[] values) {
        values[0] = acceptanceRate();
        values[1] = stepSize;
        values[2] = depth;
        values[3] = steps;
        values[4] = whole.energy();
        values[5] = diverging() ? 1 : 0;
        values[6] = cutOff() ? 1 : 0;
    }

    /** Returns whether the latest trajectory had not turned when it was as deep as is allowed. */
    boolean cutOff() {
        return goesOn && depth == maxTreeDepth;
    }

    int depth() {
        return depth;
    }

    @Override
    int steps() {
        return steps;
    }
}
