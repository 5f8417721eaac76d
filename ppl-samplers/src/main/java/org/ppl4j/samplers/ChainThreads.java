package org.ppl4j.samplers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs chains on threads of its own, and waits for them: shows how far they are, and asks them to stop when it is time. */
final class ChainThreads {
    private static final long PROGRESS_NANOS = 100_000_000;

    private final List<ChainRun> chains;
    private final int threads;
    private final StopSignal signal;
    private final @Nullable Duration timeLimit;
    private final Runnable progress;
    private final long begin = System.nanoTime();
    private boolean interrupted;

    /**
     * Creates threads that are not started.
     *
     * @param chains the chains to run
     * @param threads how many threads to run them on
     * @param signal what asks the chains to stop
     * @param timeLimit how long they may run from now on; null for no limit
     * @param progress called several times a second
     */
    ChainThreads(
            List<ChainRun> chains, int threads, StopSignal signal, @Nullable Duration timeLimit, Runnable progress) {
        this.chains = chains;
        this.threads = Math.min(threads, chains.size());
        this.signal = signal;
        this.timeLimit = timeLimit;
        this.progress = progress;
    }

    /** Runs all chains until each has a number of draws, or was stopped. */
    void run(int until) {
        CountDownLatch done = new CountDownLatch(chains.size());
        AtomicInteger next = new AtomicInteger();
        try {
            for (int i = 0; i < threads; i++) {
                Thread thread = new Thread(() -> work(until, next, done), "ppl4j-sampling-" + (i + 1));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (Throwable e) {
            signal.stop("a thread could not be started");
            throw e;
        }
        while (!await(done)) {
            progress.run();
            Duration limit = timeLimit;
            if (limit != null && nanosLeft(limit) <= 0) {
                signal.stop("the time limit of " + limit.toNanos() / 1e9 + " s was reached");
            }
        }
    }

    private void work(int until, AtomicInteger next, CountDownLatch done) {
        for (int i = next.getAndIncrement(); i < chains.size(); i = next.getAndIncrement()) {
            try {
                chains.get(i).run(signal, until);
            } finally {
                done.countDown();
            }
        }
    }

    /** Waits a little; returns whether all chains are done. */
    private boolean await(CountDownLatch done) {
        Duration limit = timeLimit;
        long wait = limit == null || signal.stopped()
                ? PROGRESS_NANOS
                : Math.max(0, Math.min(PROGRESS_NANOS, nanosLeft(limit)));
        try {
            return done.await(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            signal.hurry("the calling thread was interrupted");
            return false;
        }
    }

    private long nanosLeft(Duration limit) {
        return limit.toNanos() - (System.nanoTime() - begin);
    }

    /** Returns whether the calling thread was interrupted meanwhile. */
    boolean interrupted() {
        return interrupted;
    }
}
