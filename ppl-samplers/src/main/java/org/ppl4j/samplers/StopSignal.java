package org.ppl4j.samplers;

import org.jspecify.annotations.Nullable;

/** Asks the chains of a run to stop after their current step, and remembers why. */
final class StopSignal {
    private volatile @Nullable String reason;
    private volatile boolean hurried;

    /** Asks to stop; the first reason stays. */
    synchronized void stop(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    /** Asks to stop because somebody waits for the end. */
    synchronized void hurry(String why) {
        hurried = true;
        stop(why);
    }

    /** Returns whether somebody waits for the end, so that nothing is to be done that can be done later. */
    boolean hurried() {
        return hurried;
    }

    boolean stopped() {
        return reason != null;
    }

    @Nullable
    String reason() {
        return reason;
    }
}
