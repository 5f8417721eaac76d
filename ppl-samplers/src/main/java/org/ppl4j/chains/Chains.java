package org.ppl4j.chains;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * The draws of several chains, with what the sampler says of each draw; immutable.
 *
 * <p>Where a method takes the name of a number, that is the name of a scalar variable ({@code alpha}), of an element
 * ({@code theta[3]}, {@code w[0,1]}) or of a statistic ({@code lp}). Chains, draws and elements count from 0.
 *
 * <p>Chains may differ in length, for instance after an interruption. All their draws can be read; statistics over
 * several chains use as many draws of each as the shortest has.
 */
@LibraryFrame
public final class Chains extends ChainEstimates {

    private final RunNotes notes;
    private final @Nullable Continuation continuation;

    private Chains(Layout layout, List<ChainColumns> columns, RunNotes notes) {
        this(layout, columns, notes, null);
    }

    private Chains(Layout layout, List<ChainColumns> columns, RunNotes notes, @Nullable Continuation continuation) {
        super(layout, columns);
        this.notes = notes;
        this.continuation = continuation;
        SamplingTimes times = notes.times();
        if (times != null && times.sampling().size() != columns.size()) {
            throw new IllegalArgumentException("Sampling times are given for "
                    + times.sampling().size() + " chains, but there are " + columns.size() + ".");
        }
    }

    /**
     * Gathers what recorders hold.
     *
     * @param recorders one a chain, all with the same variables and statistics
     * @param complete whether all chains ran to the end
     * @param warnings what a user should know about the run
     * @return the chains, in the order of the recorders
     */
    public static Chains of(List<ChainRecorder> recorders, boolean complete, List<String> warnings) {
        return gather(recorders, complete, warnings, null);
    }

    /**
     * Gathers what recorders hold, with the time the chains took.
     *
     * @param recorders one a chain, all with the same variables and statistics
     * @param complete whether all chains ran to the end
     * @param warnings what a user should know about the run
     * @param times the time each chain took
     * @return the chains, in the order of the recorders
     */
    public static Chains of(
            List<ChainRecorder> recorders, boolean complete, List<String> warnings, SamplingTimes times) {
        return gather(recorders, complete, warnings, Objects.requireNonNull(times, "times"));
    }

    private static Chains gather(
            List<ChainRecorder> recorders, boolean complete, List<String> warnings, @Nullable SamplingTimes times) {
        if (recorders.isEmpty()) {
            throw new IllegalArgumentException("Chains need at least one recorder, got none.");
        }
        Layout layout = recorders.get(0).layout();
        for (int chain = 1; chain < recorders.size(); chain++) {
            if (!recorders.get(chain).layout().sameAs(layout)) {
                throw new IllegalArgumentException("Chain " + chain
                        + " has other variables or statistics than chain 0; record the same ones in all chains.");
            }
        }
        List<ChainColumns> columns =
                recorders.stream().map(ChainRecorder::columns).toList();
        return new Chains(
                layout,
                columns,
                new RunNotes(
                        complete,
                        warnings,
                        times,
                        layout.variables().stream().map(Variable::name).toList()));
    }

    /**
     * {@return the same chains, with a note of which variables are calculated from others rather than sampled} What
     * {@link #report()} advises is about sampled ones.
     *
     * @param names the names of the variables
     */
    public Chains withDerived(Collection<String> names) {
        return with(notes.variables().withDerived(Set.copyOf(names)));
    }

    /**
     * {@return whether a variable, or an element of it, is calculated from others rather than sampled, as far as is known}
     *
     * @param name the name of a variable or an element
     */
    public boolean isDerived(String name) {
        return VariableNotes.contain(notes.variables().derived(), name);
    }

    /**
     * {@return the same chains, with a note of which variables may not be any real numbers, so that they cannot be shifted and
     * scaled} What {@link #report()} advises considers it.
     *
     * @param names the names of the variables
     */
    public Chains withConstrained(Collection<String> names) {
        return with(notes.variables().withConstrained(Set.copyOf(names)));
    }

    /** Returns whether a number is of a variable that was sampled or calculated before another one, in the run. */
    boolean isBefore(String number, String variable) {
        return notes.variables().isBefore(number, variable);
    }

    /** Returns whether a variable, or an element of it, is noted not to be any real number. */
    boolean isConstrained(String name) {
        return VariableNotes.contain(notes.variables().constrained(), name);
    }

    /**
     * {@return the same chains, with a note that most divergences are where the log density is not finite} What
     * {@link #report()} advises is about that then.
     *
     * @param reason why it is not, at one of them; without a full stop
     */
    public Chains withDivergencesOutside(String reason) {
        return with(notes.sampler().withNotFinite(reason));
    }

    /**
     * {@return the same chains, with a note that most divergences are where the log density is finite and its gradient is not}
     * What {@link #report()} advises is about that then.
     *
     * @param reason why it is not, at one of them; without a full stop
     */
    public Chains withDivergencesWithoutGradient(String reason) {
        return with(notes.sampler().withNoGradient(reason));
    }

    /**
     * {@return the same chains, with a note of how to make the steps of their sampler smaller, which {@link #report()} advises
     * where trajectories diverge}
     *
     * @param clause such as {@code Raise targetAcceptance, say to 0.95}, without a full stop; empty if there is nothing to say
     */
    public Chains withSmallerSteps(String clause) {
        return with(notes.sampler().withSmallerSteps(clause));
    }

    /**
     * {@return the same chains, with a note that their sampler kept a part of the momentum from draw to draw} E-BFMI is low
     * then whatever the model, and {@link #report()} does not judge by it.
     */
    public Chains withKeptMomentum() {
        return with(notes.sampler().withKeptMomentum());
    }

    /**
     * {@return the same chains, with a note that their sampler finds the size of its steps itself} {@link #report()} does not advise
     * another one then.
     */
    public Chains withOwnSteps() {
        return with(notes.sampler().withOwnSteps());
    }

    /**
     * {@return the same chains, with a note that they are walkers of ensembles, which depend on each other: those of the first
     * ensemble first} {@link #report()} compares ensembles then, or the halves of one.
     *
     * @param count how many walkers an ensemble has, at least 1
     */
    public Chains withWalkers(int count) {
        if (count < 1 || chainCount() % count != 0) {
            throw new IllegalArgumentException(
                    chainCount() + " chains cannot be ensembles of " + count + " walkers each.");
        }
        return with(notes.sampler().withWalkers(count));
    }

    private Chains with(SamplerNotes other) {
        return new Chains(layout(), columns(), notes.with(other), continuation);
    }

    private Chains with(VariableNotes other) {
        return new Chains(layout(), columns(), notes.with(other), continuation);
    }

    /**
     * {@return the same chains, with a note that their warm-up taught the sampler little or nothing} If they do not move or mix
     * as they should, {@link #report()} advises a longer warm-up then, before anything else.
     *
     * @param clause such as {@code There was no warm-up}, without a full stop; empty if there is nothing to say
     */
    public Chains withShortWarmup(String clause) {
        return with(notes.sampler().withShortWarmup(clause));
    }

    /** Returns what is noted of the sampler. */
    SamplerNotes sampler() {
        return notes.sampler();
    }

    /**
     * {@return the same chains, with the trajectories that diverged; see {@link Divergences#trajectories()}}
     *
     * @param trajectories those that are kept, which need not be all
     * @throws IllegalArgumentException if one is of a draw that does not exist
     */
    public Chains withDivergences(List<DivergentTrajectory> trajectories) {
        for (DivergentTrajectory each : trajectories) {
            if (each.chain() < 0
                    || each.chain() >= chainCount()
                    || each.draw() < 0
                    || each.draw() >= drawsOf(each.chain())) {
                throw new IllegalArgumentException("A trajectory diverged at draw " + each.draw() + " of chain "
                        + each.chain() + ", which does not exist: there are " + chainCount() + " chains, of "
                        + draws() + " draws or more, both counted from 0.");
            }
        }
        return new Chains(layout(), columns(), notes.withDivergences(trajectories), continuation);
    }

    /** Returns the trajectories that diverged, as far as they were kept. */
    List<DivergentTrajectory> divergentTrajectories() {
        return notes.divergences();
    }

    /**
     * {@return the same chains, with what makes further draws of them}
     *
     * @param further how their run goes on
     */
    public Chains withContinuation(Continuation further) {
        return new Chains(layout(), columns(), notes, further);
    }

    /**
     * {@return these chains with more draws, after running them on from where they ended, without a new warm-up} The
     * draws are those of one longer run with the same seed, bit for bit. A chain that is shorter than others, after an
     * interruption, catches up with them. Limits of time and effective sample size, which the run may have had, hold no
     * more: just so many draws are made.
     *
     * @param draws how many more draws each chain gets, at least 1
     * @throws IllegalStateException if these are not chains as a run returned them in this JVM
     */
    public Chains resume(int draws) {
        if (draws < 1) {
            throw new IllegalArgumentException(
                    "The number of draws to go on for must be at least 1, got " + draws + ".");
        }
        if (continuation == null) {
            throw new IllegalStateException(
                    "These chains cannot go on: only those that a run returned, in the same JVM and"
                            + " without a failure, know where they ended; not parts of them, nor chains that were read from a"
                            + " file. Resume the chains of the run itself, or start a new run from the last draws of these with"
                            + " initial(InitialPoints.lastOf(chains)).");
        }
        return continuation.resume(draws);
    }

    /** {@return whether all chains ran to the end, with no failure or interruption} */
    public boolean complete() {
        return notes.complete();
    }

    /** {@return what happened in the run that its draws do not show; see {@link #report()} for all that is wrong} */
    public List<String> warnings() {
        return notes.warnings();
    }

    /** {@return the time each chain took, if whoever made the chains said so} */
    public Optional<SamplingTimes> samplingTimes() {
        return Optional.ofNullable(notes.times());
    }

    /** {@return what is wrong with these draws and what to try, in a few plain sentences} */
    public Report report() {
        return Report.of(this);
    }

    /** {@return the draws that diverged, where they cluster, and the trajectories, as far as they were kept} */
    public Divergences divergences() {
        return Divergences.of(this);
    }

    /** {@return how often trajectories were doubled, and cut off} */
    public TreeDepths treeDepths() {
        return TreeDepths.of(this);
    }

    /**
     * {@return the E-BFMI of each chain; see {@link EnergyMixing}}
     *
     * @throws IllegalArgumentException if the sampler has no energy
     */
    public List<Double> ebfmi() {
        return Arrays.stream(values("energy")).map(EnergyMixing::ebfmi).toList();
    }

    /**
     * {@return the chains with only the draws 0, {@code every}, 2 · {@code every} and so on}
     *
     * @param every the distance of the draws to keep
     */
    public Chains thin(int every) {
        if (every < 1) {
            throw new IllegalArgumentException("Thinning keeps every k-th draw with k at least 1, got " + every + ".");
        }
        return map(
                chain -> chain.pick(chain.draws() / every + (chain.draws() % every == 0 ? 0 : 1), draw -> draw * every),
                draw -> draw % every == 0 ? draw / every : -1);
    }

    /**
     * {@return the chains with only some consecutive draws} A chain that is too short gives what it has of them.
     *
     * @param from the first draw to keep
     * @param to the draw after the last one to keep
     */
    public Chains slice(int from, int to) {
        int longest = columns().stream().mapToInt(ChainColumns::draws).max().orElse(0);
        if (from < 0 || to < from || to > longest) {
            throw new IndexOutOfBoundsException("Draws " + from + " to " + to
                    + " (exclusive) do not exist: the longest chain has " + longest + " draws, counted from 0.");
        }
        return map(
                chain -> chain.pick(Math.max(0, Math.min(to, chain.draws()) - from), draw -> from + draw),
                draw -> draw < to ? Math.max(-1, draw - from) : -1);
    }

    /**
     * {@return the chains with only some variables, in the order given, and with all statistics}
     *
     * @param names the names of variables, or of elements, which become scalar variables
     */
    public Chains select(String... names) {
        List<Variable> selected = Arrays.stream(Arguments.nonNull(names, "names"))
                .map(layout()::variable)
                .toList();
        Layout target = new Layout(selected, layout().statistics());
        int[] columns = Stream.concat(Arrays.stream(names), layout().statistics().stream())
                .flatMapToInt(name -> Arrays.stream(layout().columnsOf(name)))
                .toArray();
        return new Chains(
                target, columns().stream().map(chain -> chain.select(columns)).toList(), notes);
    }

    /**
     * Writes the chains as one table of comma-separated values; see {@link #toCsv}.
     *
     * @param file the file, which is replaced if it exists
     * @throws IOException if it cannot be written
     */
    public void writeCsv(Path file) throws IOException {
        TidyCsv.write(this, Arguments.nonNull(file, "file"));
    }

    /**
     * Writes the chains as comma-separated values, a line a draw: the columns {@code chain} and {@code draw}, both from
     * 0, the statistics, their names followed by two underscores, and the elements of the variables.
     *
     * <p>{@link #readCsv(Path)} gives back the same bits. The text does not hold the warnings, nor whether the run was
     * complete, nor the trajectories that diverged.
     *
     * @param output where to write to
     * @throws IOException if that fails
     */
    public void toCsv(Appendable output) throws IOException {
        TidyCsv.write(this, output);
    }

    /**
     * Reads what {@link #writeCsv(Path)} has written. Neighbouring columns {@code theta[0]}, {@code theta[1]} and so on
     * become one variable.
     *
     * @param file the file
     * @return the chains, taken for complete and without warnings
     * @throws IOException if it cannot be read, is no such table, or ends in the middle of a line
     */
    public static Chains readCsv(Path file) throws IOException {
        return TidyCsvReader.read(Arguments.nonNull(file, "file"));
    }

    /**
     * Writes one file a chain, as Stan does, for the tools that read its output: {@code prefix_1.csv},
     * {@code prefix_2.csv} and so on. Elements are named as in Stan: {@code w.1.2} is {@code w[0,1]}.
     *
     * @param folder the folder, which is made if it does not exist
     * @param prefix how the files' names begin
     * @param configuration lines on the sampler's configuration, written as comments, such as {@code num_warmup = 1000} in
     *     place of 0
     * @throws IOException if a file cannot be written
     */
    public void writeStanCsv(Path folder, String prefix, List<String> configuration) throws IOException {
        StanCsv.write(this, folder, prefix, configuration);
    }

    /** Returns a line with the number of chains, draws and variables. */
    @Override
    public String toString() {
        return "Chains: " + chainCount() + " x " + draws() + " draws of "
                + variables().size() + " variables (" + layout().scalars() + " numbers)"
                + (complete() ? "" : ", incomplete");
    }

    /** Picks draws; {@code place} says which draw one is then, or -1. */
    private Chains map(UnaryOperator<ChainColumns> change, IntUnaryOperator place) {
        return new Chains(layout(), columns().stream().map(change).toList(), notes.withDraws(place));
    }
}
