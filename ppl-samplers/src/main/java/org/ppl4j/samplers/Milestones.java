package org.ppl4j.samplers;

/**
 * The numbers of draws at which all chains of a run wait for each other, so that it can be seen whether they are to stop:
 * 100, then a fifth more each time. They depend on nothing, so a run that stops at one has the same draws on any number
 * of threads.
 */
final class Milestones {
    private static final int FIRST = 100;

    private Milestones() {}

    /**
     * Returns where chains take turns, if there are more of them than threads and time may be over before the first milestone:
     * after one draw more, later after a fifth more, and at each milestone. Draws do not depend on it.
     */
    static int turn(int draws, int last) {
        return Math.min(draws + Math.max(1, draws / 5), after(draws, last));
    }

    /** Returns the first milestone after a number of draws; the last draw is one. */
    static int after(int draws, int last) {
        int milestone = FIRST;
        while (milestone <= draws) {
            milestone += Math.max(1, milestone / 5);
        }
        return Math.min(milestone, last);
    }
}
