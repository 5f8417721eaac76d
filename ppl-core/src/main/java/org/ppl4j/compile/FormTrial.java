package org.ppl4j.compile;

import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ppl4j.compile.emit.CompilerLog;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.vector.VectorComputation;
import org.ppl4j.compile.vector.VectorModule;
import org.ppl4j.math.Lanes;

/**
 * Tries the SIMD form of a program in memory of its own, in the background: warms it up, times it and the scalar form in
 * turn, and compares their bits. It takes over if it is faster and the same.
 */
final class FormTrial implements Runnable {

    /**
     * Calls of each loop before runs are timed, and their length, one iteration at most: HotSpot compiles a loop after 5,000
     * calls, or else 15,000 iterations, each of which takes it some 100 µs before.
     */
    private static final int SHORT_CALLS = 1_000;

    private static final int SHORT_LENGTH = Lanes.COUNT;

    /**
     * How often the class is made. HotSpot's quicker compiler cannot compile large SIMD loops; if the better one is busy
     * when a loop's turn comes, the loop stays as it is for good, but not so in a new class.
     */
    private static final int ATTEMPTS = 8;

    /** How long an attempt may take, and the processor time of that: HotSpot may have much to compile before. */
    private static final long LONGEST_NANOSECONDS = TimeUnit.SECONDS.toNanos(40);

    private static final long LONGEST_RUNNING_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long PAUSE_MILLISECONDS = 20;
    private static final int FASTER_IN_A_ROW = 3;
    private static final double WORTH_THE_CHANGE = 0.95;
    private static final int TIMED_RUNS = 5;
    private static final int TOO_SLOW_TO_RUN = 4;
    private static final int COMPARED_POSITIONS = 8;

    private final Forms forms;
    private final Program.Bound bound;
    private final double[] position;

    /**
     * Creates a trial.
     *
     * @param bound the program with data
     * @param position a position that is typical of those evaluated
     */
    FormTrial(Forms forms, Program.Bound bound, double[] position) {
        this.forms = forms;
        this.bound = bound;
        this.position = position;
    }

    /** Runs a trial in the background, after those begun before. */
    static void start(FormTrial trial) {
        Background.EXECUTOR.execute(trial);
    }

    @Override
    public void run() {
        try {
            boolean decided = false;
            for (int i = 0; i < ATTEMPTS && !decided; i++) {
                decided = tryOut(forms.vectorForm(VectorModule.lanes()));
            }
        } catch (RuntimeException | LinkageError failure) {
            forms.stayScalar("its SIMD form failed");
            CompilerLog.get()
                    .log(
                            System.Logger.Level.WARNING,
                            "The SIMD form of the model \"" + forms.name() + "\" failed; the scalar one stays.",
                            failure);
        }
    }

    /**
     * Tries a form, and lets it take over if it is faster and gives the same bits.
     *
     * @return whether that is decided, or else HotSpot has not compiled it
     */
    boolean tryOut(VectorComputation vectors) {
        Workspace scalarSpace = bound.newWorkspace();
        Workspace vectorSpace = bound.newWorkspace();
        vectorSpace.run(forms.scalar(), position);
        if (!becomesFaster(vectors, scalarSpace, vectorSpace)) {
            forms.stayScalar("its SIMD form is not faster");
            return false;
        }
        if (agree(vectors, scalarSpace, vectorSpace)) {
            forms.use(vectors);
            return true;
        }
        forms.stayScalar("its SIMD form differs");
        CompilerLog.get()
                .log(
                        System.Logger.Level.WARNING,
                        "The SIMD form of the model \"" + forms.name()
                                + "\" gives other bits than the scalar one, which"
                                + " stays. Please report the model.");
        return true;
    }

    private boolean becomesFaster(VectorComputation vectors, Workspace scalarSpace, Workspace vectorSpace) {
        long begin = System.nanoTime();
        long running = 0;
        int inARow = 0;
        while (System.nanoTime() - begin < LONGEST_NANOSECONDS && running < LONGEST_RUNNING_NANOSECONDS) {
            long roundBegin = ProcessorClock.nanoseconds();
            boolean faster =
                    isCompiled(vectors, scalarSpace, vectorSpace) && isFaster(vectors, scalarSpace, vectorSpace);
            inARow = faster ? inARow + 1 : 0;
            if (inARow == FASTER_IN_A_ROW) {
                return true;
            }
            long round = ProcessorClock.nanoseconds() - roundBegin;
            running += round;
            pause(PAUSE_MILLISECONDS + TimeUnit.NANOSECONDS.toMillis(round));
        }
        return false;
    }

    /** Makes short calls; returns whether their time lets one expect a whole run not to take very long. */
    private boolean isCompiled(VectorComputation vectors, Workspace scalarSpace, Workspace vectorSpace) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < SHORT_CALLS; i++) {
            long begin = System.nanoTime();
            vectorSpace.warmUp(vectors, SHORT_LENGTH);
            least = Math.min(least, System.nanoTime() - begin);
        }
        long callsInARun = forms.longestLoop() / SHORT_LENGTH + 1L;
        return least * callsInARun < TOO_SLOW_TO_RUN * time(forms.scalar(), scalarSpace);
    }

    private boolean isFaster(VectorComputation vectors, Workspace scalarSpace, Workspace vectorSpace) {
        // The least of a few runs is one that nothing disturbed.
        long scalarTime = Long.MAX_VALUE;
        long vectorTime = Long.MAX_VALUE;
        for (int i = 0; i < TIMED_RUNS; i++) {
            scalarTime = Math.min(scalarTime, time(forms.scalar(), scalarSpace));
            vectorTime = Math.min(vectorTime, time(vectors, vectorSpace));
        }
        return vectorTime < WORTH_THE_CHANGE * scalarTime;
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException notUsed) {
            throw new IllegalStateException("Nobody interrupts trials.", notUsed);
        }
    }

    private long time(Computation form, Workspace workspace) {
        long begin = ProcessorClock.nanoseconds();
        workspace.run(form, position);
        return ProcessorClock.nanoseconds() - begin;
    }

    private boolean agree(Computation vectors, Workspace scalarSpace, Workspace vectorSpace) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < COMPARED_POSITIONS; i++) {
            double[] moved = position.clone();
            double distance = i == 0 ? 0 : Math.scalb(1e-3, 2 * i);
            for (int k = 0; k < moved.length; k++) {
                moved[k] += distance * random.nextDouble(-1, 1);
            }
            scalarSpace.run(forms.scalar(), moved);
            vectorSpace.run(vectors, moved);
            if (!scalarSpace.hasSameOutputs(vectorSpace)) {
                return false;
            }
        }
        return true;
    }

    /** One thread for all trials, which ends when there are none. */
    private static final class Background {
        private static final Executor EXECUTOR = executor();

        // the priority is a wish: nothing depends on it
        @SuppressWarnings("ThreadPriorityCheck")
        private static Executor executor() {
            ThreadPoolExecutor executor =
                    new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                        Thread thread = new Thread(task, "ppl4j-simd");
                        thread.setDaemon(true);
                        thread.setPriority(Thread.MIN_PRIORITY);
                        return thread;
                    });
            executor.allowCoreThreadTimeOut(true);
            return executor;
        }
    }
}
