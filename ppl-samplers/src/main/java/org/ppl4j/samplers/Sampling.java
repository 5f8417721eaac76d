package org.ppl4j.samplers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.ppl4j.chains.Chains;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.model.Model;

/**
 * Samples a target: which sampler, how many chains and draws, from which seed.
 *
 * <p>Immutable: each method returns a changed copy. For example
 * {@code Sampling.of(target).with(Hmc.of(0.05, 4)).draws(5_000).seed(1).run()}.
 *
 * <p>A seed gives the same draws whatever the number of threads; chain {@code i} is also the same whatever the number of
 * chains. Chains are counted from 0, in messages too.
 *
 * <h2>What can go wrong, and what then happens to the draws</h2>
 *
 * <ul>
 *   <li>A log density that is NaN, is +Infinity or throws an exception: the chain does not move there, and goes on. A
 *       warning says how many steps it happened in, and where first.
 *   <li>The calling thread is interrupted: the chains stop after their current step, {@link #run()} returns the draws so
 *       far, marked incomplete, and the thread is still marked as interrupted.
 *   <li>The JVM is told to end (Ctrl-C, SIGTERM): the same, and the calling thread has 10 seconds to save what
 *       {@link #run()} returned before the JVM halts.
 *   <li>An {@link Error}, a dynamic model whose sites change, or an exception of a listener, a proposal or a kernel, once
 *       all chains have a place to start: all chains stop, and {@link #run()} throws a {@link SamplingException} that carries the
 *       draws so far.
 * </ul>
 *
 * <p>Warnings are kept in the chains. They are logged to the {@link System.Logger} {@code org.ppl4j.samplers}, together
 * with what the draws show to be wrong and what to try ({@link Chains#report()}); if there is nothing, one line says so.
 */
@CheckReturnValue
@LibraryFrame
public final class Sampling {
    /** More than the clock can tell. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Settings settings;

    private Sampling(Settings settings) {
        this.settings = settings;
    }

    /**
     * {@return a configuration for a target: unless told otherwise, four chains of 1,000 draws each by {@link Nuts}, after 1,000
     * steps of warm-up}
     *
     * @param target what is sampled
     * @throws IllegalArgumentException if the target has no unconstrained coordinates
     */
    public static Sampling of(Target target) {
        Arguments.nonNull(target, "target");
        if (target.density().dimension() < 1) {
            throw new IllegalArgumentException("There is nothing to sample: the log density has "
                    + target.density().dimension() + " unconstrained coordinates.");
        }
        return new Sampling(new Settings(target));
    }

    /**
     * {@return a configuration for a model: unless told otherwise, four chains of 1,000 draws each by {@link Nuts}, after 1,000
     * steps of warm-up}
     *
     * @param model what is sampled
     * @throws IllegalArgumentException if a statement of the model is not valid, or nothing is sampled in it
     */
    public static Sampling of(Model model) {
        Arguments.nonNull(model, "model");
        if (model.density().dimension() < 1) {
            throw new IllegalArgumentException("There is nothing to sample: the model \"" + model.name()
                    + "\" has no sampled sites. Declare one with sample(name, distribution).");
        }
        return of(Target.of(model));
    }

    /**
     * {@return a copy with a sampler; it is {@link Nuts#create()} unless set}
     *
     * @param sampler the algorithm
     */
    public Sampling with(Sampler sampler) {
        Arguments.nonNull(sampler, "sampler");
        return changed(copy -> copy.sampler = sampler);
    }

    /**
     * {@return a copy with a number of chains; unless set it is the {@linkplain Sampler#defaultChains() sampler's default},
     * 4 for those of this library}
     *
     * @param chains how many chains, at least 1
     */
    public Sampling chains(int chains) {
        return changed(copy -> copy.chains = atLeast(1, chains, "number of chains"));
    }

    /**
     * {@return a copy with a length of the warm-up, whose states are not recorded; unless set it is 1,000 steps for
     * samplers that adapt, 0 for others} A sampler that adapts learns little in fewer than 20 steps: if the draws are not as
     * they should be then, the report advises a longer warm-up before anything else.
     *
     * @param warmup how many steps, at least 0
     */
    public Sampling warmup(int warmup) {
        return changed(copy -> copy.warmup = atLeast(0, warmup, "number of warm-up steps"));
    }

    /**
     * {@return a copy with a number of draws to record in each chain; it is 1,000 unless set}
     *
     * @param draws how many draws, at least 1
     */
    public Sampling draws(int draws) {
        return changed(copy -> copy.draws = atLeast(1, draws, "number of draws"));
    }

    /**
     * {@return a copy that records only every so many steps, the last of each group with its own statistics: so a chain
     * makes draws times {@code thin} steps} A draw is marked as diverging if any step of its group diverged. The warm-up
     * is not thinned.
     *
     * @param thin how many steps a draw takes, at least 1; it is 1 unless set
     */
    public Sampling thin(int thin) {
        return changed(copy -> copy.thin = atLeast(1, thin, "number of steps a draw"));
    }

    /**
     * {@return a copy with a seed; unless set it is random, and another one in each run}
     *
     * @param seed any number
     */
    public Sampling seed(long seed) {
        return changed(copy -> copy.seed = seed);
    }

    /**
     * {@return a copy with a number of threads to run chains on; unless set it is that of the available processors} It
     * does not change the draws.
     *
     * @param threads how many threads, at least 1
     */
    public Sampling threads(int threads) {
        return changed(copy -> copy.threads = atLeast(1, threads, "number of threads"));
    }

    /**
     * {@return a copy with the positions to start from; unless set, the target proposes them}
     *
     * @param positions unconstrained coordinates: of all chains, or of one chain after the other
     */
    public Sampling initial(double[]... positions) {
        for (int i = 0; i < Arguments.nonNull(positions, "positions").length; i++) {
            Arguments.nonNull(positions[i], "positions[" + i + "]");
        }
        InitialPoints points = InitialPoints.at(positions);
        points.check(settings.target, positions.length);
        return initial(points);
    }

    /**
     * {@return a copy that starts all chains at named values, in the space of the model; variables without one start as
     * they would}
     *
     * @param values values of sampled sites: numbers, arrays or tensors
     * @throws IllegalArgumentException if one is for a variable that is calculated from others
     */
    public Sampling initial(Map<String, ?> values) {
        InitialPoints points = InitialPoints.values(Arguments.nonNull(values, "values"));
        points.check(settings.target, 1);
        return initial(points);
    }

    /**
     * {@return a copy with a strategy for where chains start: draws from the prior, the last draws of other chains, or one of
     * your own}
     *
     * @param points proposes positions
     */
    public Sampling initial(InitialPoints points) {
        Arguments.nonNull(points, "points");
        return changed(copy -> copy.initial = points);
    }

    /**
     * {@return a copy that stops after some time} The chains get about equally far by then, and are marked incomplete if
     * they have fewer draws than were asked for. How many they have depends on the machine.
     *
     * @param limit how long to run at most, above 0, the warm-up included; 292 years and more are no limit
     */
    public Sampling stopAfter(Duration limit) {
        Arguments.nonNull(limit, "limit");
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("The time limit must be > 0, got " + limit + ".");
        }
        return changed(copy -> copy.timeLimit = limit.compareTo(LONGEST) < 0 ? limit : LONGEST);
    }

    /**
     * {@return a copy that stops as soon as all numbers have some effective sample size, in the bulk and in the tails, as far
     * as there are tails: zeros and ones have none} Elements that never change count for nothing, a sampled variable none of
     * whose elements has changed yet keeps the run from stopping. This is looked at when each chain has 100 draws, and each
     * time they have a fifth more; so a seed gives the same draws whatever the number of threads. The number of draws becomes
     * a limit; if it comes first, a warning says so.
     *
     * @param ess the effective sample size, over all chains, that is enough; above 0
     */
    public Sampling stopAtEss(double ess) {
        if (!(ess > 0)) {
            throw new IllegalArgumentException("The effective sample size to stop at must be > 0, got " + ess + ".");
        }
        return changed(copy -> copy.essTarget = ess);
    }

    /**
     * {@return a copy with or without a progress bar; unless set it has one} It is drawn on standard error, and only if
     * that is a terminal.
     *
     * @param progress whether to draw one
     */
    public Sampling progress(boolean progress) {
        return changed(copy -> copy.progress = progress);
    }

    /**
     * {@return a copy with or without a look at the draws at the end of a run; unless set it is made} What is wrong is
     * logged, or one line that nothing is; {@link Chains#report()} has the same. A run that was interrupted, or stopped for the
     * end of the JVM, is not looked at, so that its draws are handed over at once.
     *
     * @param report whether to look at the draws
     */
    public Sampling report(boolean report) {
        return changed(copy -> copy.report = report);
    }

    /**
     * {@return a copy with one more listener, which is told of each recorded draw}
     *
     * @param listener called on the threads of the chains
     */
    public Sampling onDraw(DrawListener listener) {
        Arguments.nonNull(listener, "listener");
        return changed(copy -> copy.listeners = with(copy.listeners, listener));
    }

    /**
     * {@return a copy with one more receiver of the report at the end of a run: seed, times, evaluations}
     *
     * @param receiver called on the thread that calls {@link #run()}, before it returns or throws a
     *     {@link SamplingException}
     */
    public Sampling onFinish(Consumer<RunReport> receiver) {
        Arguments.nonNull(receiver, "receiver");
        return changed(copy -> copy.reportListeners = with(copy.reportListeners, receiver));
    }

    /**
     * {@return the draws of all chains, after running them} Chains that have none, because the run was stopped before, are
     * left out if others have some, which a warning says; {@link Chains#resume} takes them up.
     *
     * @throws IllegalStateException if no position was found to start from, or an error or a kernel's failure ended the search
     * @throws IllegalArgumentException if a given position cannot be started from, or their number is not that of the
     *     chains, or the sampler needs a gradient and there is none
     * @throws SamplingException if an error broke the run off; it carries the draws so far
     */
    public Chains run() {
        Long seed = settings.seed;
        return new Run(
                        settings,
                        seed != null ? seed : RandomGenerator.getDefault().nextLong())
                .run();
    }

    private Sampling changed(Consumer<Settings> change) {
        Settings copy = new Settings(settings);
        change.accept(copy);
        return new Sampling(copy);
    }

    private static <T> List<T> with(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    private static int atLeast(int minimum, int value, String what) {
        if (value < minimum) {
            throw new IllegalArgumentException("The " + what + " must be at least " + minimum + ", got " + value + ".");
        }
        return value;
    }
}
