package org.ppl4j.samplers;

import java.io.PrintStream;

/**
 * Keeps a run's draws when the JVM is told to end (Ctrl-C, SIGTERM, System.exit on another thread): stops the chains
 * after their current step, and holds the JVM a bounded time for the calling thread to take the draws and finish.
 */
final class ShutdownGuard {
    static final int GRACE_SECONDS = 10;
    private static final int POLL_MILLIS = 20;

    private final Thread hook;

    ShutdownGuard(StopSignal signal, PrintStream out) {
        Thread caller = Thread.currentThread();
        hook = new Thread(
                () -> {
                    signal.hurry("the JVM was told to end");
                    out.println();
                    out.println(
                            "Sampling stops after the current step, and hands over the draws so far. The program has "
                                    + GRACE_SECONDS + " s to save them.");
                    awaitEnd(caller);
                },
                "ppl4j-shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("Sampling was not started: the JVM is about to end.", e);
        }
    }

    private static void awaitEnd(Thread caller) {
        long deadline = System.nanoTime() + GRACE_SECONDS * 1_000_000_000L;
        try {
            while (System.nanoTime() < deadline && caller.isAlive() && !isExiting(caller)) {
                caller.join(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that calls System.exit now waits for this hook, and has nothing left to do. */
    private static boolean isExiting(Thread caller) {
        for (StackTraceElement frame : caller.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Shutdown")) {
                return true;
            }
        }
        return false;
    }

    /** Takes the guard away after an ordinary end; one that is at work stays until the caller has finished. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook waits for the caller.
        }
    }
}
