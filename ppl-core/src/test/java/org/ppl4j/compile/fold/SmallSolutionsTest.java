package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
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
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Wishart;
import org.ppl4j.graph.Node;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Solutions by small triangular matrices are computed row by row, and are what they were as a whole. */
class SmallSolutionsTest {

    private final SplittableRandom random = new SplittableRandom(5);

    private String check(int size, UnaryOperator<Tensor> model) {
        double[] position = random.doubles(size, -0.5, 0.5).toArray();
        PassComparison programs = PassComparison.of(q -> model.apply(q).sum(), position, Optimization.SMALL_SOLUTIONS);
        assertThat(programs.without().explain()).contains("a call of triangularSolve");
        return programs.whole().explain();
    }

    /** Returns a lower matrix of the first of a variable's elements, with a positive diagonal. */
    private static Tensor lower(Tensor q, int n) {
        Tensor square = q.slice(0, n * n).reshape(n, n);
        return square.plus(Tensor.identity(n).times(3));
    }

    private Tensor data(int rows, int columns) {
        return Tensor.of(random.doubles((long) rows * columns, -1, 1).toArray()).reshape(rows, columns);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 7", "2, 85", "3, 20", "3, 50", "4, 4", "4, 40"})
    void rowsOfManyRightSides(int n, int sides) {
        Tensor fixed = data(n, sides);
        int size = n * n + n * sides;
        assertThat(check(size, q -> {
                    Tensor right = q.slice(n * n, size).reshape(n, sides).sin().minus(fixed);
                    Tensor solution = lower(q, n).solveLower(right);
                    return solution.square().sum(0).cos();
                }))
                .doesNotContain("triangularSolve");
        assertThat(check(size, q -> {
                    Tensor right = q.slice(n * n, size).reshape(sides, n);
                    Tensor solution = lower(q, n).solveLowerTransposed(right.transpose());
                    return solution.tanh()
                            .sum(1)
                            .plus(solution.transpose().dot(solution.column(0)).sum());
                }))
                .doesNotContain("triangularSolve");
    }

    @Test
    void largerMatricesStay() {
        assertThat(check(
                        25 + 50,
                        q -> lower(q, 5)
                                .solveLower(q.slice(25, 75).reshape(5, 10))
                                .cos()))
                .contains("a call of triangularSolve[5×10]");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void normalVectorsByTheirCovariance(int n) {
        Tensor values = data(30, n);
        assertThat(check(n * n + n, q -> {
                    Tensor root = lower(q, n);
                    Tensor mean = q.slice(n * n, n * n + n)
                            .insertAxis(0)
                            .times(data(30, 1))
                            .tanh();
                    return MvNormal.of(mean, root.dot(root.transpose())).logDensity(values);
                }))
                .doesNotContain("triangularSolve", "cholesky");
    }

    /** Also where but a part of the factor or of the solution is used. */
    @Test
    void allIsNaNIfAMatrixIsNotPositiveDefinite() {
        Node variable = Graphs.variable(2);
        Tensor q = Tensor.of(variable);
        Tensor covariance = Tensor.stack(q.at(0), q.at(1), q.at(1), q.at(0)).reshape(2, 2);
        Tensor factor = covariance.cholesky();
        Tensor right = data(2, 20);
        for (Tensor each : List.of(
                factor.solveLower(right).row(0).sum(),
                factor.solveLower(right).square().sum(),
                factor.solveLower(right).sum().times(0).plus(factor.at(0, 0)),
                MvNormal.of(new double[2], covariance)
                        .logDensity(right.transpose())
                        .sum())) {
            Program program = new Compiler("indefinite").compileWithGradient(List.of(each.node()), variable);
            assertThat(Graphs.run(program, new double[] {1, 2}, Map.of()).get(0))
                    .containsOnly(Double.NaN);
            assertThat(Graphs.run(program, new double[] {2, 1}, Map.of()).get(0)[0])
                    .isFinite();
        }
    }

    private double[][] outcomes(int rows, int columns) {
        double[][] result = new double[rows][];
        Arrays.setAll(result, i -> random.doubles(columns, -1, 1).toArray());
        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void correlatedEffectsOfGroups(int n) {
        int groups = 40;
        double[] y = random.doubles(200, -1, 1).toArray();
        double[] x = random.doubles(200, -1, 1).toArray();
        Consumer<ModelBuilder> body = m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1).iid(n));
            Tensor scales = m.sample("scales", HalfNormal.of(1).iid(n));
            Tensor factor = scales.toDiagonalMatrix().dot(m.sample("factor", LkjCholesky.of(n, 2)));
            Tensor[] effects = new Tensor[groups];
            for (int j = 0; j < groups; j++) {
                effects[j] = m.sample("effects[" + j + "]", MvNormal.ofCholesky(mean, factor));
            }
            for (int i = 0; i < y.length; i++) {
                Tensor slope = effects[i % groups].at(n - 1).times(x[i]);
                m.observe("y[" + i + "]", Normal.of(effects[i % groups].at(0).plus(slope), 0.5), y[i]);
            }
        };
        assertThat(EagerTwin.explained("effects", body)).doesNotContain("triangularSolve", "matrixMultiply");
    }

    @Test
    void regressionsOfSeveralOutcomesFold() {
        double[][] y = outcomes(60, 3);
        double[] x = random.doubles(60, -1, 1).toArray();
        Consumer<ModelBuilder> body = m -> {
            Tensor intercepts = m.sample("intercepts", Normal.of(0, 1).iid(3));
            Tensor slopes = m.sample("slopes", Normal.of(0, 1).iid(3));
            Tensor factor = m.sample("factor", LkjCholesky.of(3, 2));
            for (int i = 0; i < y.length; i++) {
                Tensor mean = intercepts.plus(slopes.times(x[i]));
                m.observe("y[" + i + "]", MvNormal.ofCholesky(mean, factor), y[i]);
            }
        };
        assertThat(EagerTwin.explained("regressions", body))
                .contains("sum folded: 60 terms")
                .doesNotContain("triangularSolve", "one loop of 60");
    }

    @Test
    void randomCovariances() {
        double[][] y = outcomes(20, 3);
        Consumer<ModelBuilder> body = m -> {
            Tensor covariance = m.sample("covariance", Wishart.of(5, Tensor.identity(3)));
            m.observe("y", MvNormal.of(new double[3], covariance).iid(20), y);
        };
        EagerTwin.compare("covariances", Model.of("covariances", body), EagerTwin.of("covariances", body));
    }
}
