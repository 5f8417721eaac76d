package org.ppl4j.compile.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** Recurrences on logarithms, run on the numbers themselves, mean what they say, however far apart the numbers are. */
class LogarithmicRecurrencesTest {

    private static final int STEPS = 60;
    private static final String CARRIED = "recurrence of logarithms";

    private final double[] y = new SplittableRandom(17).doubles(STEPS, -3, 3).toArray();

    private static Tensor transitions(Tensor q, int states) {
        Tensor raw = q.slice(10, 10 + states * states).reshape(states, states);
        return raw.minus(raw.logSumExp(1).insertAxis(1));
    }

    private Tensor emissions(Tensor q, int states, double spread) {
        return Tensor.of(y)
                .insertAxis(1)
                .minus(q.slice(0, states).times(2))
                .square()
                .times(-spread);
    }

    private Tensor forward(Tensor q, int states, double spread, Tensor transitions) {
        Tensor emissions = emissions(q, states, spread);
        BinaryOperator<Tensor> step = (before, emission) ->
                before.insertAxis(1).plus(transitions).logSumExp(0).plus(emission);
        return Tensor.scan(emissions.row(0), emissions.slice(1, STEPS), step);
    }

    private static Program compiled(UnaryOperator<Tensor> model, Optimization... without) {
        EnumSet<Optimization> all = EnumSet.allOf(Optimization.class);
        all.removeAll(List.of(without));
        Node variable = Graphs.variable(LoopChecks.SIZE);
        return new Compiler("model", all)
                .compileWithGradient(List.of(model.apply(Tensor.of(variable)).node()), variable);
    }

    /** Checks a model, and that its recurrence is found. */
    private static void check(UnaryOperator<Tensor> model) {
        LoopChecks.check(model);
        assertThat(compiled(model).explain()).contains(CARRIED);
        assertThat(compiled(model, Optimization.LOGARITHMIC_RECURRENCES).explain())
                .doesNotContain(CARRIED);
    }

    /** Checks a model with infinite numbers, of which the interpreter's derivatives would be none, against the logarithms. */
    private static void checkAgainstLogarithms(UnaryOperator<Tensor> model, double relative) {
        double[] position = LoopChecks.position();
        List<double[]> numbers = Graphs.run(compiled(model), position, Map.of());
        List<double[]> logarithms =
                Graphs.run(compiled(model, Optimization.LOGARITHMIC_RECURRENCES), position, Map.of());
        assertThat(logarithms.get(0)[0]).isFinite();
        Graphs.assertClose(numbers.get(0), logarithms.get(0), relative, "value");
        Graphs.assertClose(numbers.get(1), logarithms.get(1), relative, "gradient");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void theLastStep(int states) {
        check(q ->
                forward(q, states, 0.5, transitions(q, states)).row(STEPS - 2).logSumExp());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void allSteps(int states) {
        check(q -> forward(q, states, 0.5, transitions(q, states)).logSumExp(1).sum());
    }

    /** A state's weight beside another's is far below what a double can be, and comes back. */
    @ParameterizedTest
    @ValueSource(doubles = {50, 5000, 50_000})
    void numbersThatAreFarApart(double spread) {
        for (int states : new int[] {3, 8}) {
            checkAgainstLogarithms(
                    q -> forward(q, states, spread, transitions(q, states))
                            .row(STEPS - 2)
                            .logSumExp(),
                    1e-10);
        }
    }

    /** The first state is never come back to, so that what is left in it is all there is, however little. */
    @Test
    void impossibleTransitions() {
        double none = Double.NEGATIVE_INFINITY;
        Tensor mask =
                Tensor.of(new double[] {0, 0, 0, none, 0, 0, none, none, 0}).reshape(3, 3);
        UnaryOperator<Tensor> model = q ->
                forward(q, 3, 400, transitions(q, 3).plus(mask)).row(STEPS - 2).at(0);
        checkAgainstLogarithms(model, 1e-12);
        assertThat(compiled(model).explain()).contains(CARRIED);
    }

    @Test
    void impossibleBeginnings() {
        double none = Double.NEGATIVE_INFINITY;
        UnaryOperator<Tensor> model = q -> {
            Tensor emissions = emissions(q, 3, 0.5);
            Tensor transitions = transitions(q, 3);
            return Tensor.scan(
                            Tensor.of(0.0, none, none).plus(emissions.row(0)),
                            emissions.slice(1, STEPS),
                            (before, emission) -> before.insertAxis(1)
                                    .plus(transitions)
                                    .logSumExp(0)
                                    .plus(emission))
                    .logSumExp(1)
                    .sum();
        };
        checkAgainstLogarithms(model, 1e-12);
    }

    /** Each state leads to itself and the next alone, from the first on: others have nothing at first, and no derivative. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 9})
    void statesThatCannotBeReachedYet(int states) {
        List<double[]> impossible = oneAfterTheOther(states, Double.NEGATIVE_INFINITY);
        List<double[]> unlikely = oneAfterTheOther(states, -10_000);
        Graphs.assertClose(impossible.get(0), unlikely.get(0), 1e-12, "value");
        Graphs.assertClose(impossible.get(1), unlikely.get(1), 1e-12, "gradient");
    }

    private List<double[]> oneAfterTheOther(int states, double otherwise) {
        double[] first = new double[states];
        double[] next = new double[states * states];
        Arrays.fill(first, 1, states, otherwise);
        Arrays.setAll(next, k -> k % states == k / states || k % states == k / states + 1 ? 0 : otherwise);
        UnaryOperator<Tensor> model = q -> {
            Tensor raw = q.slice(10, 10 + next.length).plus(Tensor.of(next)).reshape(states, states);
            Tensor transitions = raw.minus(raw.logSumExp(1).insertAxis(1));
            Tensor emissions = emissions(q, states, 0.5);
            BinaryOperator<Tensor> step = (before, emission) ->
                    before.insertAxis(1).plus(transitions).logSumExp(0).plus(emission);
            Tensor begin = emissions.row(0).plus(Tensor.of(first));
            return Tensor.scan(begin, emissions.slice(1, STEPS), step)
                    .logSumExp(1)
                    .sum();
        };
        return Graphs.run(compiled(model), LoopChecks.position(), Map.of());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, -1e15, -1e300, 1e300})
    void extremeNumbers(double emission) {
        UnaryOperator<Tensor> model = q -> {
            double[] all = new double[STEPS];
            all[STEPS / 2] = emission;
            Tensor transitions = transitions(q, 2);
            return Tensor.scan(
                            q.slice(0, 2),
                            Tensor.of(all),
                            (before, each) -> before.insertAxis(1)
                                    .plus(transitions)
                                    .logSumExp(0)
                                    .plus(each))
                    .row(STEPS - 1)
                    .logSumExp();
        };
        double[] position = LoopChecks.position();
        double value = Graphs.run(compiled(model), position, Map.of()).get(0)[0];
        double expected = Graphs.run(compiled(model, Optimization.LOGARITHMIC_RECURRENCES), position, Map.of())
                .get(0)[0];
        Graphs.assertClose(new double[] {value}, new double[] {expected}, 1e-14, "value");
    }

    /** As a loop of scalars, with sums of two and of several. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void scalarsInALoop(int states) {
        UnaryOperator<Tensor> model = q -> {
            Tensor transitions = transitions(q, states);
            Tensor[] before = new Tensor[states];
            for (int k = 0; k < states; k++) {
                before[k] = q.at(k).minus(y[0]).square().negate();
            }
            for (int t = 1; t < STEPS; t++) {
                Tensor[] after = new Tensor[states];
                for (int k = 0; k < states; k++) {
                    Tensor sum = before[0].plus(transitions.at(0, k));
                    for (int i = 1; i < states; i++) {
                        sum = sum.logAddExp(before[i].plus(transitions.at(i, k)));
                    }
                    after[k] = sum.minus(q.at(k).minus(y[t]).square());
                }
                before = after;
            }
            return Tensor.stack(before).logSumExp();
        };
        check(model);
    }

    /** A filter that is divided by its sum at every step, whose logarithm is added up. */
    @Test
    void aNormalisedFilter() {
        check(q -> {
            Tensor emissions = emissions(q, 2, 0.5);
            Tensor transitions = transitions(q, 2);
            Tensor filter = emissions.row(0);
            Tensor total = Tensor.of(0);
            for (int t = 1; t < STEPS; t++) {
                Tensor sums =
                        filter.insertAxis(1).plus(transitions).logSumExp(0).plus(emissions.row(t));
                Tensor all = sums.logSumExp();
                total = total.plus(all);
                filter = sums.minus(all);
            }
            return total;
        });
    }

    @Test
    void missingStepsAndOtherUsesOfTheStates() {
        double[] observed = new double[STEPS];
        Arrays.setAll(observed, t -> t % 7 == 3 ? 0 : 1);
        check(q -> {
            Tensor emissions = emissions(q, 2, 0.5);
            Tensor transitions = transitions(q, 2);
            Tensor forward = Tensor.scan(
                    emissions.row(0),
                    Tensor.of(observed),
                    (before, isObserved) -> Tensor.where(
                            Tensor.of(0.5).lessThan(isObserved),
                            before.insertAxis(1).plus(transitions).logSumExp(0).plus(q.slice(40, 42)),
                            before.insertAxis(1).plus(transitions).logSumExp(0)));
            return forward.tanh().sum().plus(forward.row(STEPS - 1).logSumExp());
        });
    }

    @Test
    void alongTheOtherAxisAndBackwards() {
        check(q -> {
            Tensor transitions = transitions(q, 3);
            Tensor last = Tensor.scan(
                            q.slice(0, 3),
                            emissions(q, 3, 0.5),
                            (after, emission) ->
                                    transitions.plus(after.plus(emission)).logSumExp(1))
                    .row(STEPS - 1);
            return last.times(q.slice(3, 6)).sum();
        });
    }

    /** The terms of such a sum are more than can be counted. */
    @Test
    void oneNumberAddedToItselfAgainAndAgain() {
        UnaryOperator<Tensor> model = q -> Tensor.scan(q.at(0), Tensor.of(y), (before, each) -> {
                    Tensor sum = before;
                    for (int i = 0; i < 12; i++) {
                        sum = sum.logAddExp(sum);
                    }
                    return sum.minus(each).minus(12 * Math.log(2));
                })
                .sum();
        LoopChecks.check(model);
        assertThat(compiled(model).explain()).doesNotContain(CARRIED);
    }

    /** A running sum of exponentials that has a carry of another kind beside it. */
    @Test
    void oneNumberBesideAnother() {
        check(q -> {
            Tensor level = q.at(0);
            Tensor sum = q.at(1);
            Tensor read = Tensor.of(0);
            for (int t = 0; t < STEPS; t++) {
                level = level.times(0.9).plus(q.at(2).times(y[t])).tanh();
                sum = sum.logAddExp(level).minus(q.at(3));
                read = read.plus(sum.sin());
            }
            return read;
        });
    }

    @Test
    void sumsThatAreNoLogarithmsAreLeft() {
        UnaryOperator<Tensor> walk = q -> Tensor.scan(
                        q.at(0),
                        Tensor.of(y),
                        (before, each) -> before.plus(q.at(1)).plus(each))
                .exp()
                .sum();
        UnaryOperator<Tensor> bent = q -> Tensor.scan(
                        q.at(0),
                        Tensor.of(y),
                        (before, each) -> before.times(0.5).logAddExp(q.at(1)).plus(each))
                .sum();
        for (UnaryOperator<Tensor> model : List.of(walk, bent)) {
            LoopChecks.check(model);
            assertThat(compiled(model).explain()).doesNotContain(CARRIED);
        }
    }

    @Test
    void manyStates() {
        check(q -> forward(q, 8, 0.5, transitions(q, 8)).row(STEPS - 2).logSumExp());
    }

    @Test
    void manyStatesAlongTheOtherAxisWithImpossibleOnes() {
        double[] mask = new double[64];
        Arrays.setAll(mask, k -> k % 8 < k / 8 ? Double.NEGATIVE_INFINITY : 0);
        UnaryOperator<Tensor> model = q -> {
            Tensor transitions = transitions(q, 8).plus(Tensor.of(mask).reshape(8, 8));
            Tensor emissions = emissions(q, 8, 30);
            return Tensor.scan(
                            q.slice(0, 8),
                            emissions,
                            (before, emission) ->
                                    transitions.plus(before).logSumExp(1).plus(emission))
                    .row(STEPS - 1)
                    .at(7);
        };
        checkAgainstLogarithms(model, 1e-12);
        assertThat(compiled(model).explain()).contains("products by a matrix");
    }
}
