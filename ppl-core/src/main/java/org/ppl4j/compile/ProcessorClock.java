package org.ppl4j.compile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of the current thread: unlike the time of day it does not count what other threads take. */
final class ProcessorClock {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean SUPPORTED = THREADS.isCurrentThreadCpuTimeSupported();

    private ProcessorClock() {}

    /** Returns nanoseconds; of the time of day if there is no better. */
    static long nanoseconds() {
        return SUPPORTED ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
