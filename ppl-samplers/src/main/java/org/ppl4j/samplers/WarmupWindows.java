package org.ppl4j.samplers;

/**
 * When a warm-up learns what: step sizes all the time, the metric in windows of doubling length between a first phase,
 * which finds the typical set, and a last one, in which only the step size settles.
 *
 * <p>The phases are Stan's (reference manual, "HMC algorithm parameters"): 75 transitions, windows from 25 on, 50 in the
 * end; in a shorter warm-up 15 % of it, one window, and 10 %. Below 20 transitions no metric is learned. Only where Stan
 * would have a last window shorter than the first (151 to 199 transitions), the first takes it in.
 */
final class WarmupWindows {
    private static final int SHORTEST = 20;
    private static final int FIRST = 75;
    private static final int WINDOW = 25;
    private static final int LAST = 50;

    private final boolean[] ends;
    private final int begin;
    private final int end;

    WarmupWindows(int total) {
        ends = new boolean[total];
        if (total < SHORTEST) {
            begin = 0;
            end = 0;
            return;
        }
        boolean fits = FIRST + WINDOW + LAST <= total;
        begin = fits ? FIRST : total * 15 / 100;
        end = total - (fits ? LAST : total / 10);
        int length = fits ? WINDOW : end - begin;
        int boundary = begin + length;
        while (true) {
            // A window that would leave no room for the next one, twice as long, takes what there is.
            if (boundary + 2 * length > end) {
                boundary = end;
            }
            ends[boundary - 1] = true;
            if (boundary == end) {
                return;
            }
            length *= 2;
            boundary += length;
        }
    }

    /** Returns whether the metric learns from the transition. */
    boolean contain(int iteration) {
        return begin <= iteration && iteration < end;
    }

    /** Returns whether a window ends with the transition. */
    boolean endAt(int iteration) {
        return ends[iteration];
    }
}
