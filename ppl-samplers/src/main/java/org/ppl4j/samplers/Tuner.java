package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/** What one chain of a Hamiltonian sampler learns: its step size and its metric. This one keeps what it is given. */
class Tuner {
    /** A step size is near its average within this part of it. */
    private static final double NEAR = 0.12;

    /** After fewer transitions than these a step size may be far too large: it is looked at before it is used. */
    static final int ENOUGH = 20;

    private final Trajectory trajectory;
    private final StepSizeSearch search;
    private final DualAveraging averaging;
    /** Zero as long as none was searched. */
    private double stepSize;

    private int learned;
    private boolean unproven;

    /**
     * Keeps a step size, or searches one if it is 0; and the trajectory's metric.
     *
     * @param targetAcceptance what {@link #adaptStepSize} aims at
     */
    Tuner(Trajectory trajectory, double stepSize, double targetAcceptance) {
        this.trajectory = trajectory;
        this.stepSize = stepSize;
        search = new StepSizeSearch(trajectory.density());
        averaging = new DualAveraging(targetAcceptance);
    }

    /** Returns the step size to move with from a state. */
    double stepSize(GradientState from, RandomGenerator random) {
        if (stepSize == 0) {
            searchStepSize(from, random);
            unproven = true;
        }
        if (unproven) {
            stepSize = search.reduce(from, trajectory.metric, stepSize, random);
            unproven = false;
        }
        return stepSize;
    }

    /** Begins a warm-up of that many transitions. */
    void begin(GradientState start, int total, RandomGenerator random) {}

    /** Learns from a transition of the warm-up. */
    void learn(int iteration, GradientState from, GradientState to, RandomGenerator random) {}

    /** Fixes what was learned. */
    void finish() {
        if (averaging.hasLearned()) {
            stepSize = averaging.averaged();
            unproven = learned < ENOUGH || !averaging.hasSettled();
        }
    }

    final Trajectory trajectory() {
        return trajectory;
    }

    /** Starts to adapt anew, from a step size of the right order of magnitude. */
    final void searchStepSize(GradientState state, RandomGenerator random) {
        stepSize = search.search(state, trajectory.metric, stepSize == 0 ? 1 : stepSize, random);
        averaging.restart(stepSize);
    }

    /** Adapts the step size to another acceptance rate from now on. */
    final void aimAt(double acceptanceRate) {
        averaging.aimAt(acceptanceRate);
    }

    /** Whether the step size, which swings while it is adapted, is now near its average. */
    final boolean nearsAverage() {
        return Math.abs(stepSize / averaging.averaged() - 1) < NEAR;
    }

    final void adaptStepSize(double acceptanceRate) {
        stepSize = averaging.next(acceptanceRate);
        learned++;
    }
}
