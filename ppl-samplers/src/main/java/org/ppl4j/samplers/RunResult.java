package org.ppl4j.samplers;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ppl4j.chains.ChainRecorder;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Continuation;
import org.ppl4j.chains.Divergence;
import org.ppl4j.chains.DivergentTrajectory;
import org.ppl4j.chains.Report;
import org.ppl4j.chains.SamplingTimes;
import org.ppl4j.chains.Variable;

/** What comes of a run: its chains, with what is to be known of it, told to those who listen and logged. */
final class RunResult {
    private static final System.Logger LOGGER = System.getLogger("org.ppl4j.samplers");

    private final Settings settings;
    private final long seed;
    private final RunReport.Trial trial;
    private final List<ChainRun> chains;
    private final StopSignal signal;
    private final List<String> warnings = new ArrayList<>();

    RunResult(Settings settings, long seed, RunReport.Trial trial, List<ChainRun> chains, StopSignal signal) {
        this.settings = settings;
        this.seed = seed;
        this.trial = trial;
        this.chains = chains;
        this.signal = signal;
    }

    /** Adds something that the user should know of the run as a whole. */
    void warn(String warning) {
        warnings.add(warning);
    }

    /** Returns the draws so far, up to a number for each chain. */
    Chains gather(int until) {
        return gather(until, true, List.of());
    }

    /**
     * Returns the chains, after telling and logging what is to be known of them.
     *
     * @param until how many draws each chain was to have
     * @param continuation how the run goes on
     * @throws SamplingException if an error broke the run off
     */
    Chains finish(int until, Continuation continuation) {
        boolean complete = chains.stream().allMatch(chain -> chain.draws() >= until);
        List<String> lines = new ArrayList<>();
        if (!complete) {
            lines.add("Sampling stopped early because " + signal.reason() + ". Draws: "
                    + chains.stream()
                            .map(chain -> chain.name() + " " + chain.draws() + " of " + until)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        lines.addAll(warnings);
        lines.addAll(leftOut());
        chains.forEach(chain -> lines.addAll(chain.warnings()));
        Chains result = withOutside(gather(until, complete, lines));
        tell(result);
        for (ChainRun chain : chains) {
            Throwable cause = chain.failure();
            if (cause != null) {
                throw new SamplingException(
                        "Sampling was broken off: " + chain.name() + " failed after " + chain.stepsDone()
                                + " steps with " + DensityFailures.withoutStop(cause)
                                + ". The draws so far are in chains() of this exception.",
                        cause,
                        result);
            }
        }
        log(result);
        return result.withContinuation(continuation);
    }

    /** Returns the chains that have draws: others would leave nothing to compare. All if none has. */
    private List<ChainRun> drawn() {
        List<ChainRun> drawn =
                chains.stream().filter(chain -> chain.draws() > 0).toList();
        return drawn.isEmpty() ? chains : drawn;
    }

    /** Says which chains are not among the draws, and which ones the others are if that changes their numbers. */
    private List<String> leftOut() {
        List<ChainRun> drawn = drawn();
        if (drawn.size() == chains.size()) {
            return List.of();
        }
        List<ChainRun> others =
                chains.stream().filter(chain -> !drawn.contains(chain)).toList();
        boolean renumbered = !chains.subList(0, drawn.size()).equals(drawn);
        return List.of("Left out for having no draws: " + names(others) + "."
                + (renumbered ? " The others, in order: " + names(drawn) + "." : ""));
    }

    /** Returns how short a warm-up was that taught the sampler little or nothing; empty if it was long enough. */
    private String shortWarmup() {
        int steps = settings.warmup();
        if (!settings.sampler.adapts() || steps >= Tuner.ENOUGH) {
            return "";
        }
        return steps == 0
                ? "There was no warm-up"
                : "The warm-up had only " + steps + (steps == 1 ? " step" : " steps");
    }

    private static String names(List<ChainRun> some) {
        return some.stream().map(ChainRun::name).collect(Collectors.joining(", "));
    }

    /** Notes why the log density, or its gradient, is not finite where most divergences are, if it is not. */
    private Chains withOutside(Chains gathered) {
        List<Divergence> all = chains.stream()
                .flatMap(chain -> chain.report().divergences().stream())
                .toList();
        List<Divergence> outside = all.stream()
                .filter(divergence -> Double.isInfinite(divergence.energyError()))
                .toList();
        if (2 * outside.size() <= all.size()) {
            return gathered;
        }
        double[] end = outside.get(0).end();
        String reason = DensityFailures.withoutStop(DensityFailures.describe(settings.target, end));
        return hasDensity(end)
                ? gathered.withDivergencesWithoutGradient(reason)
                : gathered.withDivergencesOutside(reason);
    }

    private boolean hasDensity(double[] position) {
        try {
            return Double.isFinite(settings.target.density().logDensity(position));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Chains gather(int until, boolean complete, List<String> lines) {
        List<ChainRun> drawn = drawn();
        List<ChainRecorder> recorders =
                drawn.stream().flatMap(chain -> chain.recorders().stream()).toList();
        Chains gathered = Chains.of(recorders, complete, lines, times(drawn))
                .withDerived(derived())
                .withConstrained(settings.target.constrainedVariables())
                .withSmallerSteps(settings.sampler.smallerSteps())
                .withShortWarmup(shortWarmup())
                .withWalkers(drawn.get(0).recorders().size());
        if (settings.sampler.adapts()) {
            gathered = gathered.withOwnSteps();
        }
        if (settings.sampler.keepsMomentum()) {
            gathered = gathered.withKeptMomentum();
        }
        // Chains that went on before, from the same draws, may have more.
        boolean longer = recorders.stream().anyMatch(recorder -> recorder.draws() > until);
        return (longer ? gathered.slice(0, until) : gathered).withDivergences(divergences(drawn, until));
    }

    /** Of a chain that was stopped within a thinned draw, the latest may belong to a draw that is not there. */
    private List<DivergentTrajectory> divergences(List<ChainRun> drawn, int until) {
        PointValues values = new PointValues(settings.target);
        List<DivergentTrajectory> trajectories = new ArrayList<>();
        int first = 0;
        for (ChainRun chain : drawn) {
            int draws = Math.min(until, chain.draws());
            List<Divergence> divergences = chain.divergences();
            for (int i = 0; i < divergences.size(); i++) {
                int draw = chain.drawOfDivergence(i);
                if (draw >= 0 && draw < draws) {
                    trajectories.add(new DivergentTrajectory(first, draw, divergences.get(i), values));
                }
            }
            first += chain.recorders().size();
        }
        return trajectories;
    }

    private List<String> derived() {
        Target target = settings.target;
        return target.variables().stream()
                .map(Variable::name)
                .filter(name -> target.coordinates(name).length == 0)
                .toList();
    }

    /** Each walker of an ensemble took the time of the ensemble. */
    private static SamplingTimes times(List<ChainRun> drawn) {
        return new SamplingTimes(
                times(drawn, RunReport.ChainReport::warmup), times(drawn, RunReport.ChainReport::sampling));
    }

    private static List<Duration> times(List<ChainRun> drawn, Function<RunReport.ChainReport, Duration> time) {
        return drawn.stream()
                .flatMap(chain -> chain.recorders().stream().map(recorder -> time.apply(chain.report())))
                .toList();
    }

    private void tell(Chains result) {
        RunReport report = new RunReport(
                settings.sampler.toString(),
                seed,
                trial,
                chains.stream().map(ChainRun::report).toList());
        try {
            settings.reportListeners.forEach(receiver -> receiver.accept(report));
        } catch (RuntimeException | Error e) {
            throw new SamplingException(
                    "Sampling ended, but a receiver of its report failed with " + DensityFailures.withoutStop(e)
                            + ". The draws are in chains() of this exception.",
                    e,
                    result);
        }
    }

    private void log(Chains result) {
        if (settings.silent) {
            return;
        }
        if (settings.report && !signal.hurried()) {
            Report report = result.report();
            Level level = report.isClean() ? Level.INFO : Level.WARNING;
            // without lambdas, whose names a log would give as the source
            for (String line : report.lines()) {
                LOGGER.log(level, line);
            }
        } else {
            for (String warning : result.warnings()) {
                LOGGER.log(Level.WARNING, warning);
            }
            if (settings.report) {
                LOGGER.log(Level.INFO, "The draws were not looked at, to save time: chains.report() does.");
            }
        }
    }
}
