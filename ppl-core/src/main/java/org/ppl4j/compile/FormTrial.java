package org.ppl4j.compile;

import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tries the SIMD form of a program in memory of its own, in the background: warms it up, times it and the scalar form in
 * turn, and compares their bits. It takes over if it is faster and the same.
 */
final class FormTrial implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(FormTrial.class.getName());

    /** Short calls of each loop before runs are timed: HotSpot compiles a loop after some thousand calls. */
    private static final int SHORT_CALLS = 500;

    private static final int SHORT_LENGTH = 16;
    /** How long a trial may take, and how long it may run of that: HotSpot's compiler may have much to do before. */
    private static final long LONGEST_NANOSECONDS = TimeUnit.SECONDS.toNanos(60);

    private static final long LONGEST_RUNNING_NANOSECONDS = TimeUnit.SECONDS.toNanos(4);
    private static final long PAUSE_MILLISECONDS = 20;
    private static final int PAUSES_TO_RUNS = 3;
    private static final int FASTER_IN_A_ROW = 3;
    private static final double WORTH_THE_CHANGE = 0.95;
    private static final int TIMED_RUNS = 5;
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
            tryOut(forms.vectorForm(VectorModule.lanes()));
        } catch (RuntimeException | LinkageError failure) {
            forms.stayScalar("its SIMD form failed");
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The SIMD form of the model \"" + forms.name() + "\" failed; the scalar one stays.",
                    failure);
        }
    }

    /** Tries a form, and lets it take over if it is faster and gives the same bits. */
    void tryOut(VectorComputation vectors) {
        Workspace scalarSpace = bound.newWorkspace();
        Workspace vectorSpace = bound.newWorkspace();
        scalarSpace.run(forms.scalar(), position);
        vectorSpace.run(vectors, position);
        if (!becomesFaster(vectors, scalarSpace, vectorSpace)) {
            forms.stayScalar("its SIMD form is not faster");
        } else if (agree(vectors, scalarSpace, vectorSpace)) {
            forms.use(vectors);
        } else {
            forms.stayScalar("its SIMD form differs");
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The SIMD form of the model \"" + forms.name() + "\" gives other bits than the scalar one, which"
                            + " stays. Please report the model.");
        }
    }

    private boolean becomesFaster(VectorComputation vectors, Workspace scalarSpace, Workspace vectorSpace) {
        long begin = System.nanoTime();
        long running = 0;
        int inARow = 0;
        while (System.nanoTime() - begin < LONGEST_NANOSECONDS && running < LONGEST_RUNNING_NANOSECONDS) {
            long roundBegin = System.nanoTime();
            for (int i = 0; i < SHORT_CALLS; i++) {
                vectorSpace.warmUp(vectors, SHORT_LENGTH);
            }
            // The least of a few runs is one that nothing interrupted.
            long scalarTime = Long.MAX_VALUE;
            long vectorTime = Long.MAX_VALUE;
            int runs = 0;
            do {
                scalarTime = Math.min(scalarTime, time(forms.scalar(), scalarSpace));
                vectorTime = Math.min(vectorTime, time(vectors, vectorSpace));
                runs++;
            } while (runs < TIMED_RUNS && vectorTime < 2 * scalarTime);
            inARow = vectorTime < WORTH_THE_CHANGE * scalarTime ? inARow + 1 : 0;
            if (inARow == FASTER_IN_A_ROW) {
                return true;
            }
            long round = System.nanoTime() - roundBegin;
            running += round;
            pause(PAUSE_MILLISECONDS + PAUSES_TO_RUNS * TimeUnit.NANOSECONDS.toMillis(round));
        }
        return false;
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException notUsed) {
            throw new IllegalStateException("Nobody interrupts trials.", notUsed);
        }
    }

    private long time(Computation form, Workspace workspace) {
        long begin = System.nanoTime();
        workspace.run(form, position);
        return System.nanoTime() - begin;
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
