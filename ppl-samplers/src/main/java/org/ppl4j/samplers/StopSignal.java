package org.ppl4j.samplers;

import org.jspecify.annotations.Nullable;

/** Asks the chains of a run to stop after their current step, and remembers why. */
final class StopSignal {
    private volatile @Nullable String reason;

    /** Asks to stop; the first reason stays. */
    synchronized void stop(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    boolean stopped() {
        return reason != null;
    }

    @Nullable
    String reason() {
        return reason;
    }
}
