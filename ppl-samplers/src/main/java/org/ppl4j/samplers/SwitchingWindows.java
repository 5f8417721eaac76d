package org.ppl4j.samplers;

/**
 * When a warm-up that learns from a foreground and a background changes them: in the first 30 % after every 10 transitions
 * that tell something, then after windows that grow from 80 on by half. In the last 15 % the step size settles alone.
 *
 * <p>While the chain climbs to where it belongs, windows are as short as the first ones. Otherwise a window ends only if there is
 * room for another one after it. From where there is none the step size begins to settle.
 */
final class SwitchingWindows {
    private static final double EARLY = 0.3;
    private static final double LAST = 0.15;
    private static final int EARLY_WINDOW = 10;
    private static final int FIRST_WINDOW = 80;
    private static final double GROWTH = 1.5;
    private static final int FIRST_DOUBLINGS = 4;
    /** After so much of the warm-up one more doubling is allowed. */
    private static final double ONE_MORE = 0.05;

    private final int total;
    private final int early;
    private final int last;
    private int window = FIRST_WINDOW;

    SwitchingWindows(int total) {
        this.total = total;
        early = (int) (EARLY * total);
        last = total - (int) (LAST * total);
    }

    /** Returns whether the metric learns from the transition. */
    boolean contain(int iteration) {
        return iteration < last;
    }

    /** Returns whether no window can end any more. */
    boolean closing(int iteration) {
        return iteration + nextWindow(iteration) > last;
    }

    /** Returns whether the transition is an early one. */
    boolean isEarly(int iteration) {
        return iteration < early;
    }

    /** Returns how often a trajectory may double: few times as long as steps are too small because little is known yet. */
    int mostDoublings(int iteration) {
        return FIRST_DOUBLINGS + (int) (iteration / (ONE_MORE * total));
    }

    /**
     * Returns whether the background, which has learned from that many transitions, becomes the foreground.
     *
     * @param climbing whether the chain is still on its way to where it belongs: then windows are as short as early ones
     */
    boolean switchAt(int iteration, int learned, boolean climbing) {
        if (iteration == early) {
            window = Math.max(window, learned);
        }
        if (climbing) {
            return learned >= EARLY_WINDOW;
        }
        if (learned < (isEarly(iteration) ? EARLY_WINDOW : window) || closing(iteration)) {
            return false;
        }
        if (!isEarly(iteration)) {
            window = nextWindow(iteration);
        }
        return true;
    }

    private int nextWindow(int iteration) {
        return isEarly(iteration) ? EARLY_WINDOW : (int) Math.round(window * GROWTH);
    }
}
