package org.ppl4j.samplers;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Report;
import org.ppl4j.chains.SamplingTimes;
import org.ppl4j.chains.Variable;

/** One run of the chains of a {@link Sampling}, on threads of its own. */
final class Run {
    private static final System.Logger LOGGER = System.getLogger("org.ppl4j.samplers");
    private static final int PROGRESS_MILLIS = 100;

    private final Settings settings;
    private final long seed;
    private final List<ChainRun> chains = new ArrayList<>();
    private final StopSignal signal = new StopSignal();
    private final List<String> derived;

    Run(Settings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
        this.derived = derived(settings.target);
    }

    Chains run() {
        startChains();
        boolean interrupted;
        PrintStream terminal = Terminal.standardError();
        ShutdownGuard guard = new ShutdownGuard(signal, terminal);
        try {
            interrupted = sample(terminal);
        } finally {
            guard.remove();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result();
    }

    /** Chain i gets the same generator however many chains and threads there are. */
    private void startChains() {
        SplittableGenerator root = RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                .create(seed);
        for (int i = 0; i < settings.chains(); i++) {
            ChainRun chain = new ChainRun(i, settings, root.split());
            if (settings.initial.isEmpty()) {
                chain.start();
            } else {
                chain.startAt(settings.initial.get(settings.initial.size() == 1 ? 0 : i));
            }
            chains.add(chain);
        }
    }

    /** Returns whether the calling thread was interrupted meanwhile. */
    private boolean sample(PrintStream terminal) {
        CountDownLatch done = new CountDownLatch(chains.size());
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        try {
            for (int i = 0; i < Math.min(settings.threads, chains.size()); i++) {
                Thread thread = new Thread(() -> work(next, done), "ppl4j-sampling-" + (i + 1));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (Throwable e) {
            signal.stop("a thread could not be started");
            throw e;
        }
        ProgressBar progress = settings.progress && Terminal.isInteractive()
                ? new ProgressBar(terminal, chains.size(), totalSteps(), begin)
                : null;
        boolean interrupted = false;
        while (true) {
            try {
                if (done.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                signal.stop("the calling thread was interrupted");
            }
            if (progress != null) {
                progress.show(stepsDone(), System.nanoTime());
            }
        }
        if (progress != null) {
            progress.finish(stepsDone(), System.nanoTime());
        }
        return interrupted;
    }

    private void work(AtomicInteger next, CountDownLatch done) {
        for (int i = next.getAndIncrement(); i < chains.size(); i = next.getAndIncrement()) {
            try {
                chains.get(i).run(signal);
            } finally {
                done.countDown();
            }
        }
    }

    private long totalSteps() {
        return chains.size() * (settings.warmup() + (long) settings.draws * settings.thin);
    }

    private long stepsDone() {
        return chains.stream().mapToLong(ChainRun::stepsDone).sum();
    }

    private Chains result() {
        List<String> warnings = new ArrayList<>();
        boolean complete = chains.stream().allMatch(ChainRun::complete);
        if (!complete) {
            warnings.add("Sampling stopped early because " + signal.reason() + ". Draws: "
                    + chains.stream()
                            .map(c -> c.name() + " " + c.recorder().draws() + " of " + settings.draws)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        for (ChainRun chain : chains) {
            warnings.addAll(chain.warnings());
        }
        RunReport report = new RunReport(
                settings.sampler.toString(),
                seed,
                chains.stream().map(ChainRun::report).toList());
        Chains result = Chains.of(chains.stream().map(ChainRun::recorder).toList(), complete, warnings, times(report))
                .withDerived(derived);
        tell(report, result);
        for (ChainRun chain : chains) {
            Throwable cause = chain.failure();
            if (cause != null) {
                throw new SamplingException(
                        "Sampling was broken off: " + chain.name() + " failed after " + chain.stepsDone()
                                + " steps with " + cause + ". The draws so far are in chains() of this exception.",
                        cause,
                        result);
            }
        }
        log(result);
        return result;
    }

    private void log(Chains result) {
        if (settings.report) {
            Report report = result.report();
            Level level = report.isClean() ? Level.INFO : Level.WARNING;
            report.lines().forEach(line -> LOGGER.log(level, line));
        } else {
            result.warnings().forEach(warning -> LOGGER.log(Level.WARNING, warning));
        }
    }

    private static List<String> derived(Target target) {
        return target.variables().stream()
                .map(Variable::name)
                .filter(name -> target.coordinates(name).length == 0)
                .toList();
    }

    private static SamplingTimes times(RunReport report) {
        return new SamplingTimes(
                report.chains().stream().map(RunReport.ChainReport::warmup).toList(),
                report.chains().stream().map(RunReport.ChainReport::sampling).toList());
    }

    private void tell(RunReport report, Chains result) {
        try {
            settings.reportListeners.forEach(receiver -> receiver.accept(report));
        } catch (RuntimeException e) {
            throw new SamplingException(
                    "Sampling ended, but a receiver of its report failed with " + e
                            + ". The draws are in chains() of this exception.",
                    e,
                    result);
        }
    }
}
