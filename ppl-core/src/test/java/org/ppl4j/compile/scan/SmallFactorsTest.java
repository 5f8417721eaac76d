package org.ppl4j.compile.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Node;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Factors of small matrices in recurrences are scalars, and compute what the factorisations do. */
class SmallFactorsTest {

    private static final int STEPS = 15;
    private static final String IN_SCALARS = "recurrence: factors of small matrices element by element";

    private static double[] normals(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(count, -1, 1).toArray();
    }

    /** The log likelihood of a linear Gaussian state space (R. E. Kalman, 1960). */
    private static Tensor kalman(Tensor position, int states, int measured) {
        Tensor transition = position.slice(0, states * states).reshape(states, states);
        Tensor loading = Tensor.of(normals(3, measured * states)).reshape(measured, states);
        Tensor noise =
                Tensor.identity(measured).times(position.at(states * states).exp());
        List<Tensor> filtered = Tensor.scan(
                List.of(Tensor.of(normals(4, states)), Tensor.identity(states), Tensor.of(0)),
                List.of(Tensor.of(normals(5, STEPS * measured)).reshape(STEPS, measured)),
                (state, element) -> {
                    Tensor mean = transition.dot(state.get(0));
                    Tensor covariance = transition
                            .dot(state.get(1))
                            .dot(transition.transpose())
                            .plus(Tensor.identity(states));
                    Tensor cross = loading.dot(covariance);
                    Tensor factor = cross.dot(loading.transpose()).plus(noise).cholesky();
                    Tensor residual = factor.solveLower(element.get(0).minus(loading.dot(mean)));
                    Tensor gain = factor.solveLower(cross);
                    return List.of(
                            mean.plus(gain.transpose().dot(residual)),
                            covariance.minus(gain.transpose().dot(gain)),
                            state.get(2)
                                    .minus(factor.diagonal().log().sum())
                                    .minus(residual.square().sum().times(0.5)));
                });
        return filtered.get(2).at(STEPS - 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "2, 3", "4, 3", "6, 2"})
    void kalmanFilters(int states, int measured) {
        PassComparison programs = PassComparison.of(
                position -> kalman(position, states, measured),
                normals(7, states * states + 1),
                Optimization.SMALL_FACTORS);
        assertThat(programs.whole().explain()).contains(IN_SCALARS).doesNotContain("in tensors");
        assertThat(programs.without().explain()).doesNotContain(IN_SCALARS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void solutionsByAFactorOrItsTranspose(boolean transposed) {
        UnaryOperator<Tensor> model = position -> {
            Tensor factor =
                    position.slice(0, 9).reshape(3, 3).plus(Tensor.identity(3).times(2));
            List<Tensor> states = Tensor.scan(
                    List.of(position.slice(9, 15).reshape(3, 2)),
                    List.of(Tensor.of(normals(2, STEPS))),
                    (state, element) -> List.of(
                            (transposed ? factor.solveLowerTransposed(state.get(0)) : factor.solveLower(state.get(0)))
                                    .plus(element.get(0))));
            return states.get(0).square().sum();
        };
        String explained = PassComparison.of(model, normals(6, 15), Optimization.SMALL_FACTORS)
                .whole()
                .explain();
        assertThat(explained).contains(IN_SCALARS).doesNotContain("in tensors");
    }

    /** As in a model, where a loop in Java carries the filter's mean and covariance on. */
    @Test
    void loopsOfAModel() {
        Model model = Model.of("filter", SmallFactorsTest::filter);
        EagerTwin.compare("filter", model, EagerTwin.of("filter", SmallFactorsTest::filter));
        assertThat(model.explain())
                .containsPattern(IN_SCALARS + " \\(SmallFactorsTest.java:\\d+\\)")
                .doesNotContain("in tensors");
    }

    private static void filter(ModelBuilder m) {
        Tensor transition = m.sample("transition", Normal.of(0, 0.5).iid(2, 2));
        Tensor noise = m.sample("noise", HalfNormal.of(1).iid(2));
        Tensor mean = Tensor.of(0, 0);
        Tensor covariance = Tensor.identity(2);
        for (int t = 0; t < STEPS; t++) {
            mean = transition.dot(mean);
            covariance = transition.dot(covariance).dot(transition.transpose()).plus(Tensor.identity(2));
            Tensor factor = covariance.plus(noise.toDiagonalMatrix()).cholesky();
            double[] y = normals(t, 2);
            m.observe("y[" + t + "]", MvNormal.ofCholesky(mean, factor), y);
            Tensor residual = factor.solveLower(Tensor.of(y).minus(mean));
            Tensor gain = factor.solveLower(covariance);
            mean = mean.plus(gain.transpose().dot(residual));
            covariance = covariance.minus(gain.transpose().dot(gain));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 0})
    void aMatrixThatIsNotPositiveDefiniteHasNoDensity(double least) {
        Node variable = Graphs.variable(2);
        Tensor position = Tensor.of(variable);
        Tensor matrix = Tensor.stack(position.at(0), Tensor.of(0), Tensor.of(0), position.at(1))
                .reshape(2, 2);
        Node scalar = Tensor.scan(
                        List.of(Tensor.of(0)),
                        List.of(Tensor.of(normals(1, STEPS))),
                        (state, element) -> List.of(state.get(0)
                                .plus(matrix.times(element.get(0).square())
                                        .cholesky()
                                        .diagonal()
                                        .log()
                                        .sum())))
                .get(0)
                .at(STEPS - 1)
                .node();
        for (Compiler compiler : List.of(
                new Compiler("with"),
                new Compiler("without", EnumSet.complementOf(EnumSet.of(Optimization.SMALL_FACTORS))))) {
            double[] value = Graphs.run(
                            compiler.compileWithGradient(List.of(scalar), variable), new double[] {1, least}, Map.of())
                    .get(0);
            assertThat(value).containsExactly(Double.NaN);
        }
    }
}
