package org.ppl4j.samplers;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.Chains;
import org.ppl4j.graph.LibraryFrame;

/**
 * One run of the chains of a {@link Sampling}, which can go on after its end.
 *
 * <p>Chains that may stop before their last draw run from milestone to milestone, at which they wait for each other.
 */
@LibraryFrame
final class Run {
    private final long seed;
    private Settings settings;
    private RunReport.Trial trial = RunReport.Trial.NONE;
    private final List<ChainRun> chains = new ArrayList<>();

    Run(Settings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    /** Runs from the start to the draws that were asked for, or to what else was said to stop at. */
    synchronized Chains run() {
        startChains();
        return advance(settings.draws, settings.timeLimit, settings.essTarget);
    }

    /** Goes on until each chain has a number of draws; chains that have more keep them for later. */
    private synchronized Chains resume(int until) {
        return advance(until, null, null);
    }

    /** Chain i gets the same generator however many chains and threads there are. */
    private void startChains() {
        settings.initial.check(settings.target, settings.chains());
        centre();
        SplittableGenerator root = RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                .create(seed);
        for (int i = 0; i < settings.chains(); i++) {
            ChainRun chain = new ChainRun(i, settings, root.split());
            chain.start(settings.initial);
            chains.add(chain);
        }
        settings.target.prepareRecord();
    }

    /** Puts coordinates that suit the sampler in the place of those that the model is written in. */
    private void centre() {
        if (settings.target instanceof ModelTarget written
                && settings.sampler instanceof Nuts nuts
                && nuts.choosesCentring()
                && settings.warmup() >= CentringTrial.STEPS) {
            CentringTrial made = CentringTrial.of(written.density(), seed, settings.timeLimit);
            trial = made.report();
            if (!made.isAsWritten()) {
                settings = new Settings(settings, Target.of(made.model()));
                settings.initial = ConvertedPoints.of(settings.initial, written);
            }
        }
    }

    private Chains advance(int until, @Nullable Duration timeLimit, @Nullable Double essTarget) {
        StopSignal signal = new StopSignal();
        RunResult result = new RunResult(settings, seed, trial, chains, signal);
        PrintStream terminal = Terminal.standardError();
        ProgressBar bar = settings.progress && Terminal.isInteractive() ? progress(terminal, until) : null;
        long before = stepsDone();
        ChainThreads threads = new ChainThreads(chains, settings.threads, signal, timeLimit, () -> {
            if (bar != null) {
                bar.show(stepsDone() - before, System.nanoTime());
            }
        });
        // The fits of a calibration hand over nothing, and may go on in the background after one has failed.
        ShutdownGuard guard = settings.silent ? null : new ShutdownGuard(signal, terminal);
        int reached = until;
        try {
            if (timeLimit == null && essTarget == null) {
                threads.run(until);
            } else {
                reached = byMilestones(until, timeLimit != null, essTarget, threads, signal, result);
            }
            if (bar != null) {
                bar.finish(stepsDone() - before, System.nanoTime());
            }
        } finally {
            if (guard != null) {
                guard.remove();
            }
        }
        if (threads.interrupted()) {
            Thread.currentThread().interrupt();
        }
        int from = Math.min(
                reached, chains.stream().mapToInt(ChainRun::draws).max().orElse(0));
        return result.finish(reached, more -> resume(sum(from, more)));
    }

    /** Returns the number of draws at which the chains stopped, or were to stop. */
    private int byMilestones(
            int until,
            boolean timed,
            @Nullable Double essTarget,
            ChainThreads threads,
            StopSignal signal,
            RunResult result) {
        // All are warm before one draws, so that they are about equally far when time is over.
        threads.run(0);
        int draws = 0;
        while (draws < until && !signal.stopped()) {
            int milestone = Milestones.after(draws, until);
            int next = timed ? Milestones.turn(draws, until) : milestone;
            threads.run(next);
            draws = next;
            if (essTarget != null && draws == milestone && !signal.stopped()) {
                LeastEss least = LeastEss.of(result.gather(draws));
                if (least.value() >= essTarget) {
                    return draws;
                }
                if (draws == until) {
                    result.warn(least.shortfall(essTarget, draws));
                }
            }
        }
        return until;
    }

    private ProgressBar progress(PrintStream terminal, int until) {
        long steps = settings.warmup() + (long) until * settings.thin;
        return new ProgressBar(
                terminal, chains.size(), Math.max(0, chains.size() * steps - stepsDone()), System.nanoTime());
    }

    private static int sum(int draws, int more) {
        if (more > Integer.MAX_VALUE - draws) {
            throw new IllegalArgumentException("Chains of " + draws + " draws cannot get " + more
                    + " more: a chain has at most " + Integer.MAX_VALUE + ".");
        }
        return draws + more;
    }

    private long stepsDone() {
        return chains.stream().mapToLong(ChainRun::stepsDone).sum();
    }
}
