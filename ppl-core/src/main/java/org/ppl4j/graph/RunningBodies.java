package org.ppl4j.graph;

import java.util.function.Supplier;

/**
 * The bodies of scans that a thread is running, one inside of the other: they are run once for all steps, and so would be
 * all else that they did.
 */
public final class RunningBodies {

    private static final ThreadLocal<Integer> COUNT = new ThreadLocal<>();

    private RunningBodies() {}

    /** Returns how many bodies the calling thread is running. */
    public static int count() {
        Integer count = COUNT.get();
        return count == null ? 0 : count;
    }

    /**
     * Runs a body in the calling thread.
     *
     * @param body the body
     * @return what it returns
     */
    public static <T> T run(Supplier<T> body) {
        int around = count();
        COUNT.set(around + 1);
        try {
            return body.get();
        } finally {
            if (around == 0) {
                COUNT.remove();
            } else {
                COUNT.set(around);
            }
        }
    }
}
