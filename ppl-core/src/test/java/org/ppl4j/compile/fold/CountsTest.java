package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Data that are counts, or one of two outcomes: what is summed over rows is folded into their groups. */
class CountsTest {

    private static final int ROWS = 300;
    private static final int GROUPS = 5;

    private final Node variable = Graphs.variable(GROUPS);
    private final Tensor x = Tensor.of(variable);
    private final Tensor one = x.at(0);
    private final Tensor byGroup = x.gather(integers(i -> i % GROUPS));

    private static int[] integers(DoubleUnaryOperator value) {
        int[] result = new int[ROWS];
        Arrays.setAll(result, i -> (int) value.applyAsDouble(i));
        return result;
    }

    private static Tensor counts(int bound) {
        SplittableRandom random = new SplittableRandom(4);
        double[] values = new double[ROWS];
        Arrays.setAll(values, i -> random.nextInt(bound));
        return Tensor.of(values);
    }

    private void assertFolded(Tensor density) {
        Folding.assertFolded(density.sum(), variable, ROWS);
    }

    @Test
    void outcomesAreFolded() {
        for (Tensor parameter : List.of(one, byGroup)) {
            assertFolded(Bernoulli.ofLogit(parameter).logDensity(counts(2)));
            assertFolded(Bernoulli.of(parameter.square().times(0.5).plus(0.2)).logDensity(counts(2)));
        }
    }

    @Test
    void countsWithZerosAreFolded() {
        for (Tensor parameter : List.of(one, byGroup)) {
            assertFolded(Poisson.of(parameter.exp()).logDensity(counts(6)));
            assertFolded(Binomial.of(7, parameter.square().times(0.5).plus(0.2)).logDensity(counts(8)));
        }
    }

    /** The sum of a predictor times counts is known but for the coefficients, whatever else the predictor is needed for. */
    @Test
    void sumsOfPredictorsAreFolded() {
        Tensor matrix =
                Tensor.of(new SplittableRandom(9).doubles(ROWS * GROUPS, -2, 2).toArray());
        for (Tensor data : List.of(
                matrix.reshape(ROWS, GROUPS), matrix.reshape(GROUPS, ROWS).transpose())) {
            Tensor predictor = data.times(x);
            Tensor density = Poisson.ofLogRate(predictor).logDensity(counts(6)).sum();
            Program program = Folding.folded(density, variable);
            assertThat(program.explain()).contains("sum folded: " + ROWS + " terms into " + GROUPS + " numbers");
            Folding.assertSame(program, Folding.unfolded(density, variable), variable, Map.of());
            Tensor weighted = predictor.plus(predictor.exp()).timesElementwise(byGroup);
            Folding.assertLeft(weighted.sum(), variable, ROWS);
        }
    }

    /** The rate of a count is one for each group times the row's exposure, however that is written. */
    @Test
    void countsWithExposuresAreFolded() {
        double[] values = new SplittableRandom(8).doubles(ROWS, 0.5, 20).toArray();
        Tensor exposure = Tensor.of(values);
        for (Tensor parameter : List.of(one, byGroup)) {
            for (Tensor rate : List.of(
                    exposure.timesElementwise(parameter.exp()),
                    parameter.square().plus(0.1).timesElementwise(exposure),
                    parameter.plus(exposure.log()).exp(),
                    exposure.log().negate().plus(parameter).exp())) {
                assertFolded(Poisson.of(rate).logDensity(counts(6)));
            }
        }
    }

    /** Exponentials of such data overflow, though those of the sums do not. */
    @Test
    void exponentsThatAreFarFromZeroAreLeft() {
        double[] values = new SplittableRandom(8).doubles(ROWS, 800, 801).toArray();
        Tensor density = Tensor.of(values).plus(byGroup).exp().sum();
        assertThat(Folding.folded(density, variable).explain()).doesNotContain("sum folded");
        double[] position = {-800.1, -800.2, -800.3, -800.4, -800.5};
        double expected = 0;
        for (int i = 0; i < ROWS; i++) {
            expected += Math.exp(values[i] + position[i % GROUPS]);
        }
        Graphs.assertClose(new double[] {value(density, position)}, new double[] {expected}, 1e-12, "value");
    }

    /** With all combinations of counts and groups there would be more to compute than with zeros apart. */
    @Test
    void zerosOfTheirOwnAreTakenApart() {
        Tensor counts = counts(8);
        Tensor others = x.at(1).exp().negate().plus(Poisson.of(byGroup.exp()).logDensity(counts));
        Tensor zeros = x.at(1).logAddExp(others);
        Tensor density = Tensor.where(counts.equalTo(0), zeros, others).sum();
        Folding.assertFolded(density, variable, ROWS);
        assertThat(Folding.longestLoop(Folding.folded(density, variable))).isLessThanOrEqualTo(2 * GROUPS);
    }

    /** So many different counts that most combinations with groups occur once: only the groups are left. */
    @Test
    void countsOfManyValuesAreFoldedIntoGroups() {
        Tensor density = Poisson.of(byGroup.exp()).logDensity(counts(200)).sum();
        Folding.assertFolded(density, variable, ROWS);
        assertThat(Folding.longestLoop(Folding.folded(density, variable))).isLessThanOrEqualTo(2 * GROUPS);
    }

    @Test
    void categoriesOfALoopAreFolded() {
        Tensor probabilities = x.softmax();
        int[] categories = integers(i -> i * i % GROUPS);
        Tensor sum = Tensor.of(0);
        for (int category : categories) {
            sum = sum.plus(Categorical.of(probabilities).logDensity(Tensor.of(category)));
        }
        Program program = Folding.folded(sum, variable);
        assertThat(Folding.longestLoop(program)).isLessThanOrEqualTo(2 * GROUPS);
        Folding.assertSame(program, Folding.unfolded(sum, variable), variable, Map.of());
    }

    /** Also where it is asked whether the probabilities are some, whether by a loop or not. */
    @Test
    void categoriesOfRandomVectorsAreFolded() {
        Tensor vector = x.slice(0, 3).square();
        assertFolded(Categorical.of(vector.dividedBy(vector.sum())).logDensity(counts(3)));
        assertFolded(Categorical.of(Tensor.stack(one.sigmoid(), Tensor.of(1).minus(one.sigmoid())))
                .logDensity(counts(2)));
    }

    @Test
    void rowsOfASimplexAreFolded() {
        double[] shares = new double[3 * ROWS];
        Arrays.setAll(shares, i -> (1 + i % 3 + (i / 3) % 7 * (i % 3 == 0 ? 1 : 0)) / (6.0 + i / 3 % 7));
        Tensor density = Dirichlet.of(x.slice(0, 3).exp())
                .logDensity(Tensor.of(shares).reshape(ROWS, 3))
                .sum();
        Program program = Folding.folded(density, variable);
        assertThat(program.explain()).contains("sum folded: " + 3 * ROWS + " terms into 3 numbers");
        assertThat(Folding.longestLoop(program)).isLessThanOrEqualTo(2 * GROUPS);
        Folding.assertSame(program, Folding.unfolded(density, variable), variable, Map.of());
    }

    @Test
    void functionsOfManyValuesAreLeft() {
        double[] values = new SplittableRandom(6).doubles(ROWS, -1, 1).toArray();
        Folding.assertLeft(Tensor.of(values).times(one).tanh().sum(), variable, ROWS);
    }

    /** No count at all makes the logarithm of zero vanish, and one of no such group. */
    @Test
    void noCountsVanishEvenAtTheEdge() {
        Tensor none = Tensor.of(new double[ROWS]);
        Tensor rates = x.maximum(0.0).gather(integers(i -> i % GROUPS));
        double[] zeros = new double[GROUPS];
        assertThat(value(Poisson.of(rates).logDensity(none).sum(), zeros)).isZero();
        assertThat(value(Bernoulli.of(rates).logDensity(none).sum(), zeros)).isZero();
        double[] counts = new double[ROWS];
        counts[7] = 3;
        double edge = value(Poisson.of(rates).logDensity(Tensor.of(counts)).sum(), zeros);
        assertThat(edge).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    private double value(Tensor sum, double[] position) {
        return Graphs.run(Folding.folded(sum, variable), position, Map.of()).get(0)[0];
    }

    @Test
    void groupsAreOfAShapeOfTheirOwn() {
        Tensor square = Tensor.of(Graphs.part(variable, 0, Shape.of(GROUPS, 1)));
        Tensor outcomes = counts(2).reshape(GROUPS, ROWS / GROUPS);
        Folding.assertFolded(
                Bernoulli.ofLogit(square.broadcastTo(outcomes.shape()))
                        .logDensity(outcomes)
                        .sum(),
                variable,
                ROWS);
    }
}
