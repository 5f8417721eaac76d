package org.ppl4j.samplers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.ChainRecorder;
import org.ppl4j.chains.Divergence;
import org.ppl4j.chains.Variable;
import org.ppl4j.graph.LibraryFrame;

/**
 * One chain of a run: finds a start, warms up, draws and records; and goes on where it stopped.
 *
 * <p>Every step has a generator of its own, split off the chain's: how much randomness a step takes changes nothing for
 * the steps after it.
 */
@LibraryFrame
final class ChainRun {
    private static final int NONE = -1;

    private final int index;
    private final Target target;
    private final GuardedTarget guarded;
    private final Kernel kernel;
    private final SplittableGenerator random;
    private final int warmup;
    private final int thin;
    private final List<DrawListener> listeners;
    private final List<WalkerRecord> walkers = new ArrayList<>();
    private final double[] report;
    private final int diverging;
    private final List<String> warnings = new ArrayList<>();
    /** For which draw each divergence of the kernel's was met; {@link #NONE} for one of the warm-up. */
    private final List<Integer> drawsOfDivergences = new ArrayList<>();

    private List<Divergence> divergences = List.of();
    private List<String> kernelWarnings = List.of();

    private @Nullable State state;
    private @Nullable Throwable failure;
    private boolean isWarm;
    private int draws;
    private long stepsOfDraws;
    private double diverged;
    private long warmupNanos;
    private long samplingNanos;
    private volatile long stepsDone;

    ChainRun(int index, Settings settings, SplittableGenerator random) {
        this.index = index;
        this.target = settings.target;
        this.guarded = new GuardedTarget(target);
        this.kernel = returned(settings.sampler.kernel(guarded), "kernel(target) of " + settings.sampler);
        this.random = random;
        this.warmup = settings.warmup();
        this.thin = settings.thin;
        this.listeners = settings.listeners;
        List<String> names = new ArrayList<>();
        names.add("lp");
        names.addAll(returned(kernel.statistics(), "statistics() of the kernel"));
        requireOtherNames(names, settings);
        if (kernel.walkers() < 1) {
            throw new IllegalStateException("walkers() of a kernel of " + settings.sampler
                    + " must return at least 1, got " + kernel.walkers() + ".");
        }
        for (int walker = 0; walker < kernel.walkers(); walker++) {
            walkers.add(new WalkerRecord(target, names, settings.draws, walker));
        }
        this.report = new double[names.size() - 1];
        this.diverging = names.indexOf("diverging") - 1;
    }

    /** What is recorded of a draw is found by its name. */
    private static void requireOtherNames(List<String> statistics, Settings settings) {
        for (Variable variable : settings.target.variables()) {
            if (statistics.contains(variable.name())) {
                throw new IllegalArgumentException("Chains of " + settings.sampler + " have a statistic \""
                        + variable.name() + "\" for each draw. Give "
                        + settings.target.describe(variable.name()) + " a name other than "
                        + String.join(", ", statistics) + ".");
            }
        }
    }

    /** Finds a place to start. */
    void start(InitialPoints points) {
        state = ChainStart.find(points, index, guarded, kernel, random.split());
    }

    /** Runs until it has a number of draws, or to a stop signal or an error, which it keeps. */
    void run(StopSignal signal, int until) {
        try {
            State current = state;
            if (current == null) {
                throw new IllegalStateException("The chain was not started.");
            }
            if (!isWarm) {
                current = warmUp(current, signal);
            }
            if (isWarm) {
                sample(current, signal, until);
            }
        } catch (Throwable e) {
            fail(e, signal);
        }
        try {
            if (isWarm) {
                kernelWarnings = List.copyOf(returned(kernel.warnings(stepsOfDraws), "warnings(steps) of the kernel"));
            }
        } catch (Throwable e) {
            fail(e, signal);
        }
    }

    /** The first failure counts. */
    private void fail(Throwable cause, StopSignal signal) {
        if (failure == null) {
            failure = cause;
        }
        signal.stop(name() + " failed");
    }

    /** Refuses null from code of the user's, which no compiler may have checked. */
    private static <T> T returned(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException(what + " returned null.");
        }
        return value;
    }

    private State warmUp(State start, StopSignal signal) {
        long begin = System.nanoTime();
        State current = start;
        int done = (int) stepsDone;
        for (; done < warmup && !signal.stopped(); done++) {
            guarded.density().failures().beginStep(done + 1L);
            current = returned(
                    kernel.warmup(current, done, warmup, random.split()),
                    "warmup(state, iteration, total, random) of the kernel");
            state = current;
            stepsDone = done + 1L;
        }
        if (done == warmup) {
            warnings.addAll(guarded.density()
                    .failures()
                    .warnings(name(), done, "warm-up step", " So few of a warm-up do no harm."));
            guarded.density().forgetFailures();
            current = returned(kernel.finishWarmup(current), "finishWarmup(state) of the kernel");
            placeDivergences(NONE);
            state = current;
            isWarm = true;
        }
        warmupNanos += System.nanoTime() - begin;
        return current;
    }

    private void sample(State start, StopSignal signal, int until) {
        long begin = System.nanoTime();
        State current = start;
        try {
            while (draws < until && !signal.stopped()) {
                current = step(current);
                state = current;
                if (stepsOfDraws % thin == 0) {
                    record(current);
                }
            }
        } finally {
            samplingNanos += System.nanoTime() - begin;
        }
    }

    private State step(State current) {
        guarded.density().failures().beginStep(stepsOfDraws + 1);
        State next = returned(kernel.step(current, random.split()), "step(state, random) of the kernel");
        placeDivergences(draws);
        kernel.report(report);
        if (diverging >= 0) {
            diverged = Math.max(diverged, report[diverging]);
            report[diverging] = diverged;
        }
        stepsOfDraws++;
        stepsDone = warmup + stepsOfDraws;
        return next;
    }

    private void placeDivergences(int draw) {
        divergences = returned(kernel.divergences(), "divergences() of the kernel");
        int known = divergences.size();
        while (drawsOfDivergences.size() < known) {
            drawsOfDivergences.add(draw);
        }
    }

    private void record(State current) {
        for (int walker = 0; walker < walkers.size(); walker++) {
            walkers.get(walker).record(current, report);
        }
        draws++;
        diverged = 0;
        for (DrawListener listener : listeners) {
            for (int walker = 0; walker < walkers.size(); walker++) {
                walkers.get(walker).tell(listener, index * walkers.size() + walker);
            }
        }
    }

    /** Returns what the user should know of this chain, a line each. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>(warnings);
        long steps = isWarm ? stepsOfDraws : stepsDone;
        lines.addAll(guarded.density().failures().warnings(name(), steps, isWarm ? "step" : "warm-up step", ""));
        if (isWarm) {
            kernelWarnings.forEach(warning -> lines.add(name() + ": " + warning));
        }
        return lines;
    }

    String name() {
        return "chain " + index;
    }

    /** Returns the records of the chain's walkers: a single one, unless it is an ensemble. */
    List<ChainRecorder> recorders() {
        return walkers.stream().map(WalkerRecord::recorder).toList();
    }

    List<Divergence> divergences() {
        return divergences;
    }

    /** Returns for which draw, from 0, a divergence was met; negative for one of the warm-up. */
    int drawOfDivergence(int divergence) {
        return drawsOfDivergences.get(divergence);
    }

    int draws() {
        return draws;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Returns how many steps were made, those of the warm-up included. May be called from another thread. */
    long stepsDone() {
        return stepsDone;
    }

    RunReport.ChainReport report() {
        return new RunReport.ChainReport(
                draws,
                Duration.ofNanos(warmupNanos),
                Duration.ofNanos(samplingNanos),
                guarded.density().gradientEvaluations(),
                guarded.density().evaluations(),
                divergences);
    }
}
