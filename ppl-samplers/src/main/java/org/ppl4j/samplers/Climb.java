package org.ppl4j.samplers;

/**
 * Tells whether a chain is still on its way up to where it belongs, window by window: whether log densities exceed those
 * of before by more than they vary among typical states, of which the root of half the dimension is one standard deviation.
 */
final class Climb {
    private static final double ALLOWANCE = 10;

    private final double margin;
    private double highest;
    private double highestBefore;
    private boolean before;

    Climb(GradientState start) {
        margin = ALLOWANCE + 2 * Math.sqrt(start.position().length);
        highest = start.logDensity();
        highestBefore = highest;
    }

    void watch(GradientState state) {
        highest = Math.max(highest, state.logDensity());
    }

    /** Whether the chain has climbed in this window. */
    boolean now() {
        return highest > highestBefore + margin;
    }

    /** Whether it has climbed in this window or in the last, so that what it has seen is partly of the way. */
    boolean lately() {
        return before || now();
    }

    /** Begins another window. */
    void nextWindow() {
        before = now();
        highestBefore = highest;
    }
}
