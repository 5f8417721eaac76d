package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Outcomes whose values are not known when a model is compiled: what they choose between is folded all the same. */
class OutcomesAsDataTest {

    private static final int ROWS = 300;
    private static final int GROUPS = 5;

    private final Node variable = Graphs.variable(GROUPS);
    private final Tensor x = Tensor.of(variable);
    private final Tensor one = x.at(0);
    private final Tensor byGroup =
            x.gather(IntStream.range(0, ROWS).map(i -> i % GROUPS).toArray());
    private final Tensor outcomes = data("outcomes");

    /** Data as a model has them: with values when it is compiled, which others replace. */
    private static Tensor data(String name) {
        return Tensor.of(Node.leaf(new Data(name), Shape.of(ROWS), new double[ROWS]));
    }

    private static double[] counts(int bound) {
        return new SplittableRandom(4).ints(ROWS, 0, bound).asDoubleStream().toArray();
    }

    private static double[] positive() {
        return new SplittableRandom(5).doubles(ROWS, 0.1, 0.9).toArray();
    }

    private void assertFolded(Distribution distribution, double[] values) {
        Tensor sum = distribution.logDensity(outcomes).sum();
        Program program = Folding.folded(sum, variable);
        assertThat(Folding.longestLoop(program)).as(program.explain()).isLessThan(ROWS);
        Folding.assertSame(program, Folding.unfolded(sum, variable), variable, Map.of("outcomes", values));
    }

    private Tensor chance(Tensor parameter) {
        return parameter.square().times(0.5).plus(0.2);
    }

    @Test
    void oneOfTwoOutcomes() {
        double[] none = new double[ROWS];
        double[] all = new double[ROWS];
        Arrays.fill(all, 1);
        for (double[] values : List.of(counts(2), none, all)) {
            for (Tensor parameter : List.of(one, byGroup)) {
                assertFolded(Bernoulli.ofLogit(parameter), values);
                assertFolded(Bernoulli.of(chance(parameter)), values);
            }
        }
    }

    @Test
    void countsAndNumbersInASupport() {
        for (Tensor parameter : List.of(one, byGroup)) {
            assertFolded(Poisson.of(parameter.exp()), counts(6));
            assertFolded(Binomial.of(7, chance(parameter)), counts(8));
            assertFolded(Exponential.of(parameter.exp()), positive());
            assertFolded(Gamma.of(2, parameter.exp()), positive());
            assertFolded(LogNormal.of(parameter, 0.7), positive());
            assertFolded(Beta.of(parameter.exp(), 2), positive());
        }
    }

    /** Exposures may be zero where counts are; whether they are negative is known with the data. */
    @Test
    void countsWithExposures() {
        Tensor exposures = data("exposures");
        double[] counts = counts(6);
        double[] values = positive();
        for (int i = 0; i < ROWS; i++) {
            values[i] = counts[i] == 0 && i % 2 == 0 ? 0 : values[i];
        }
        for (Tensor parameter : List.of(one, byGroup)) {
            Tensor rates = exposures.timesElementwise(parameter.exp());
            Tensor sum = Poisson.of(rates).logDensity(outcomes).sum();
            Program program = Folding.folded(sum, variable);
            assertThat(Folding.longestLoop(program)).as(program.explain()).isLessThan(ROWS);
            Map<String, double[]> data = Map.of("outcomes", counts, "exposures", values);
            double[] position = {0.3, -0.2, 0.5, 1.1, -0.7};
            List<double[]> results = Graphs.run(program, position, data);
            double value =
                    Graphs.run(Folding.unfolded(sum, variable), position, data).get(0)[0];
            Graphs.assertClose(results.get(0), new double[] {value}, 1e-10, "value");
            // each row's own gradient is none where the exposure is zero
            double[] slopes = Graphs.finiteDifferences(sum.node(), position, data);
            Graphs.assertClose(results.get(1), slopes, 1e-6, "gradient");
            values[3] = -1;
            Map<String, double[]> invalid = Map.of("outcomes", counts, "exposures", values);
            assertThat(Graphs.run(program, new double[GROUPS], invalid).get(0)[0])
                    .isNaN();
            values[3] = 0.5;
        }
    }

    /** A count of zero has a probability of its own, in which it is known to be zero. */
    @Test
    void countsWithMoreZeros() {
        Tensor others =
                chance(x.at(1)).negate().log1p().plus(Poisson.of(byGroup.exp()).logDensity(outcomes));
        Tensor zeros = chance(x.at(1)).log().logAddExp(others);
        Tensor sum = Tensor.where(outcomes.equalTo(0), zeros, others).sum();
        Program program = Folding.folded(sum, variable);
        assertThat(Folding.longestLoop(program)).as(program.explain()).isLessThan(ROWS);
        Folding.assertSame(program, Folding.unfolded(sum, variable), variable, Map.of("outcomes", counts(6)));
    }

    @Test
    void categories() {
        Tensor sum = Categorical.of(x.softmax()).logDensity(outcomes).sum();
        Program program = Folding.folded(sum, variable);
        assertThat(Folding.longestLoop(program)).isLessThanOrEqualTo(2 * GROUPS);
        Folding.assertSame(program, Folding.unfolded(sum, variable), variable, Map.of("outcomes", counts(GROUPS)));
    }

    /** Which of three functions, and with what weight: data that are no numbers are not looked at where they are not chosen. */
    @Test
    void choicesWithinChoicesAndProductsWithOtherData() {
        Tensor other = data("other");
        Tensor functions = Tensor.where(
                outcomes.equalTo(0),
                byGroup.exp(),
                Tensor.where(outcomes.equalTo(1), byGroup.square().timesElementwise(other), byGroup.tanh()));
        double[] values = counts(3);
        double[] others = positive();
        for (int i = 0; i < ROWS; i++) {
            others[i] = values[i] == 1 ? others[i] : Double.NaN;
        }
        Tensor density = Tensor.of(positive()).timesElementwise(functions).sum();
        Map<String, double[]> data = Map.of("outcomes", values, "other", others);
        Program program = Folding.folded(density, variable);
        assertThat(program.explain()).contains("sum folded: " + ROWS + " terms into " + 3 * GROUPS + " numbers");
        double[] position = {0.3, -0.2, 0.5, 1.1, -0.7};
        double expected = 0;
        for (int i = 0; i < ROWS; i++) {
            double at = position[i % GROUPS];
            double chosen = values[i] == 0 ? Math.exp(at) : values[i] == 1 ? at * at * others[i] : Math.tanh(at);
            expected += positive()[i] * chosen;
        }
        double value = Graphs.run(program, position, data).get(0)[0];
        Graphs.assertClose(new double[] {value}, new double[] {expected}, 1e-12, "value");
    }

    /** No outcome of a kind makes the logarithm of zero vanish; one outside of the support gives minus infinity. */
    @Test
    void outcomesAtTheEdge() {
        Tensor rates = x.maximum(0.0)
                .gather(IntStream.range(0, ROWS).map(i -> i % GROUPS).toArray());
        double[] zeros = new double[GROUPS];
        double[] none = new double[ROWS];
        double[] single = new double[ROWS];
        single[7] = 1;
        double[] outside = new double[ROWS];
        outside[7] = -2;
        for (Distribution distribution : List.of(Poisson.of(rates), Bernoulli.of(rates))) {
            Program program = Folding.folded(distribution.logDensity(outcomes).sum(), variable);
            assertThat(Folding.longestLoop(program)).as(program.explain()).isLessThan(ROWS);
            assertThat(value(program, zeros, none)).isZero();
            assertThat(value(program, zeros, single)).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(value(program, new double[] {0.5, 0.5, 0.5, 0.5, 0.5}, outside))
                    .isEqualTo(Double.NEGATIVE_INFINITY);
        }
    }

    private static double value(Program program, double[] position, double[] values) {
        return Graphs.run(program, position, Map.of("outcomes", values)).get(0)[0];
    }

    @Test
    void longChainsOfOperationsAreLookedIntoSoFar() {
        Tensor chain = byGroup;
        Tensor sum = outcomes;
        for (int i = 0; i < 500; i++) {
            chain = chain.timesElementwise(one.times(0.5).broadcastTo(chain.shape()))
                    .plus(byGroup);
            sum = sum.plus(chain.slice(0, 1).broadcastTo(sum.shape()));
        }
        Tensor density =
                Tensor.where(outcomes.equalTo(1), chain, byGroup.tanh()).sum();
        for (Tensor each : List.of(density, sum.times(1e-6).exp().sum())) {
            Folding.assertSame(
                    Folding.folded(each, variable),
                    Folding.unfolded(each, variable),
                    variable,
                    Map.of("outcomes", counts(2)));
        }
    }

    @Test
    void whatIsNoChoiceOfDataAloneIsLeft() {
        Tensor byParameter = Tensor.where(outcomes.lessThan(byGroup), byGroup.exp(), byGroup.tanh());
        Tensor ofEach = Tensor.where(outcomes.lessThan(1), outcomes.times(one).exp(), byGroup.tanh());
        for (Tensor density : List.of(byParameter.sum(), ofEach.sum())) {
            Program program = Folding.folded(density, variable);
            assertThat(program.explain()).doesNotContain("sum folded");
            Folding.assertSame(program, Folding.unfolded(density, variable), variable, Map.of("outcomes", counts(2)));
        }
    }
}
