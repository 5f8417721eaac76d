package org.ppl4j.samplers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.ChainRecorder;

/**
 * One chain of a run: finds a start, warms up, draws and records.
 *
 * <p>Every step has a generator of its own, split off the chain's: how much randomness a step takes changes nothing for
 * the steps after it.
 */
final class ChainRun {
    private static final int ATTEMPTS = 100;

    private final int index;
    private final Target target;
    private final GuardedTarget guarded;
    private final Kernel kernel;
    private final SplittableGenerator random;
    private final int warmup;
    private final int draws;
    private final int thin;
    private final List<DrawListener> listeners;
    private final ChainRecorder recorder;
    private final double[] values;
    private final double[] statistics;
    private final double[] report;
    private final int diverging;
    private final List<String> warnings = new ArrayList<>();

    private @Nullable State state;
    private @Nullable Throwable failure;
    private boolean sampling;
    private long warmupNanos;
    private long samplingNanos;
    private volatile long stepsDone;

    ChainRun(int index, Settings settings, SplittableGenerator random) {
        this.index = index;
        this.target = settings.target;
        this.guarded = new GuardedTarget(target);
        this.kernel = settings.sampler.kernel(guarded);
        this.random = random;
        this.warmup = settings.warmup();
        this.draws = settings.draws;
        this.thin = settings.thin;
        this.listeners = settings.listeners;
        List<String> names = new ArrayList<>();
        names.add("lp");
        names.addAll(kernel.statistics());
        this.recorder = new ChainRecorder(target.variables(), names, draws);
        this.values =
                new double[target.variables().stream().mapToInt(v -> v.size()).sum()];
        this.statistics = new double[names.size()];
        this.report = new double[names.size() - 1];
        this.diverging = kernel.statistics().indexOf("diverging");
    }

    /** Starts at a position that the user gave. */
    void startAt(double[] position) {
        State given = kernel.start(position, random.split());
        if (!given.usable()) {
            RuntimeException thrown = guarded.density().failures().firstException();
            throw new IllegalArgumentException(
                    "The initial position of " + name() + " is no place to start: "
                            + DensityFailures.describe(target, position) + ". Give another one, or none.",
                    thrown);
        }
        begin(given);
    }

    /** Starts at the first of the target's proposals where the density and its gradient are finite. */
    void start() {
        RandomGenerator starts = random.split();
        double[] position = {};
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            position = target.initialPosition(starts);
            State proposed = kernel.start(position, starts);
            if (proposed.usable()) {
                begin(proposed);
                return;
            }
        }
        RuntimeException thrown = guarded.density().failures().firstException();
        throw new IllegalStateException(
                "No start was found for " + name() + ": at none of " + ATTEMPTS + " proposed positions were the log"
                        + " density and its gradient finite. At the last one, "
                        + DensityFailures.describe(target, position)
                        + ". Give a start with initial(...), or see whether the model allows its data.",
                thrown);
    }

    private void begin(State start) {
        guarded.density().forgetFailures();
        state = start;
    }

    /** Runs to the end, to a stop signal or to an error, which it keeps. */
    void run(StopSignal signal) {
        try {
            State start = state;
            if (start == null) {
                throw new IllegalStateException("The chain was not started.");
            }
            State warm = warmUp(start, signal);
            if (warm != null) {
                sample(warm, signal);
            }
        } catch (Throwable e) {
            failure = e;
            signal.stop(name() + " failed");
        }
    }

    /** Returns the state to draw from, or null if the warm-up was stopped. */
    private @Nullable State warmUp(State start, StopSignal signal) {
        long begin = System.nanoTime();
        State current = start;
        int done = 0;
        for (; done < warmup && !signal.stopped(); done++) {
            guarded.density().failures().beginStep(done + 1L);
            current = kernel.warmup(current, done, warmup, random.split());
            stepsDone = done + 1L;
        }
        warnings.addAll(guarded.density().failures().warnings(name(), done, "warm-up step"));
        guarded.density().forgetFailures();
        State warm = done == warmup ? kernel.finishWarmup(current) : null;
        warmupNanos = System.nanoTime() - begin;
        return warm;
    }

    private void sample(State start, StopSignal signal) {
        sampling = true;
        long begin = System.nanoTime();
        State current = start;
        State recorded = null;
        long step = 0;
        try {
            for (int draw = 0; draw < draws; draw++) {
                double diverged = 0;
                for (int i = 0; i < thin; i++) {
                    if (signal.stopped()) {
                        return;
                    }
                    guarded.density().failures().beginStep(++step);
                    current = kernel.step(current, random.split());
                    kernel.report(report);
                    if (diverging >= 0) {
                        diverged = Math.max(diverged, report[diverging]);
                        report[diverging] = diverged;
                    }
                    stepsDone = warmup + step;
                }
                // A rejected step leaves the values and lp as they were recorded.
                if (current != recorded) {
                    statistics[0] = current.record(target, values);
                    recorded = current;
                }
                System.arraycopy(report, 0, statistics, 1, report.length);
                recorder.record(values, statistics);
                for (DrawListener listener : listeners) {
                    listener.onDraw(index, draw, values.clone(), statistics.clone());
                }
            }
        } finally {
            samplingNanos = System.nanoTime() - begin;
        }
    }

    /** Returns what the user should know of this chain, a line each. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>(warnings);
        long steps = sampling ? stepsDone - warmup : stepsDone;
        lines.addAll(guarded.density().failures().warnings(name(), steps, sampling ? "step" : "warm-up step"));
        if (sampling) {
            kernel.warnings(steps).forEach(warning -> lines.add(name() + ": " + warning));
        }
        return lines;
    }

    String name() {
        return "chain " + index;
    }

    ChainRecorder recorder() {
        return recorder;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean complete() {
        return recorder.draws() == draws;
    }

    /** Returns how many steps were made, those of the warm-up included. May be called from another thread. */
    long stepsDone() {
        return stepsDone;
    }

    RunReport.ChainReport report() {
        return new RunReport.ChainReport(
                recorder.draws(),
                Duration.ofNanos(warmupNanos),
                Duration.ofNanos(samplingNanos),
                guarded.density().gradientEvaluations(),
                guarded.density().evaluations(),
                kernel.divergences());
    }
}
