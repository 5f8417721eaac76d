package org.ppl4j.samplers;

/** How far a trajectory of fixed length goes: a number of leapfrog steps, or a time. */
@CheckReturnValue
public final class TrajectoryLength {
    /** A step size that is still being searched may be tiny: no trajectory is longer than NUTS' usual longest. */
    private static final int MOST_STEPS = 1024;

    private final int steps;
    private final double time;

    private TrajectoryLength(int steps, double time) {
        this.steps = steps;
        this.time = time;
    }

    /**
     * {@return a number of steps, whatever their size}
     *
     * @param steps how many
     * @throws IllegalArgumentException if it is not positive
     */
    public static TrajectoryLength steps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("HMC needs at least 1 leapfrog step, got " + steps + ".");
        }
        return new TrajectoryLength(steps, 0);
    }

    /**
     * {@return a time: as many steps as make it up, rounded, at least 1 and at most 1024}
     *
     * @param time the step size times the number of steps
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public static TrajectoryLength time(double time) {
        if (!(time > 0) || Double.isInfinite(time)) {
            throw new IllegalArgumentException("The time of a trajectory must be finite and > 0, got " + time + ".");
        }
        return new TrajectoryLength(0, time);
    }

    /** Returns the number of steps at a step size. */
    int stepsAt(double stepSize) {
        return steps > 0 ? steps : (int) Math.max(1, Math.min(MOST_STEPS, Math.rint(time / stepSize)));
    }

    /** Returns the number of steps if it is fixed, or else 0. */
    int fixedSteps() {
        return steps;
    }

    /** Returns the time if that is fixed, or else 0. */
    double time() {
        return time;
    }

    @Override
    public String toString() {
        return steps > 0 ? "TrajectoryLength.steps(" + steps + ")" : "TrajectoryLength.time(" + time + ")";
    }
}
