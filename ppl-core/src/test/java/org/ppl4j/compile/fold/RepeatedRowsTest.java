package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Products of a vector and data with equal rows are computed once for each of these, and are what they were row by row. */
class RepeatedRowsTest {

    private static final int ROWS = 120;
    private static final int COLUMNS = 5;

    private final SplittableRandom random = new SplittableRandom(18);
    private final int[] levels = random.ints(ROWS, 0, COLUMNS + 1).toArray();
    private final double[] x = random.doubles(ROWS, -2, 2).toArray();
    private final int[] outcomes = random.ints(ROWS, 0, 2).toArray();

    private static String check(UnaryOperator<Tensor> model) {
        PassComparison programs =
                PassComparison.of(q -> model.apply(q).sum(), LoopChecks.position(), Optimization.REPEATED_ROWS);
        assertThat(programs.without().explain()).doesNotContain("products of");
        return programs.whole().explain();
    }

    /** Ones below a row's level. */
    private double[][] belowLevels(int columns) {
        double[][] rows = new double[ROWS][columns];
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < Math.min(columns, levels[i]); k++) {
                rows[i][k] = 1;
            }
        }
        return rows;
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < columns.length; k++) {
                columns[k][i] = rows[i][k];
            }
        }
        return columns;
    }

    private static Tensor part(Tensor q, int length) {
        return q.slice(10, 10 + length);
    }

    @Test
    void aMatrix() {
        Tensor data = Tensor.of(belowLevels(COLUMNS));
        assertThat(check(q -> StudentT.of(
                                4,
                                data.times(part(q, COLUMNS)).plus(Tensor.of(x).times(q.at(0))),
                                1)
                        .logDensity(Tensor.of(x))))
                .contains("repeated data: products of 120 rows computed for 6");
    }

    @Test
    void aTransposedMatrixWithMoreRowsThanOneLevelTells() {
        double[][] rows = belowLevels(COLUMNS);
        for (int i = 0; i < ROWS; i++) {
            rows[i][0] = i % 3;
        }
        Tensor data = Tensor.of(transposed(rows));
        assertThat(check(q -> StudentT.of(
                                4,
                                data.transpose()
                                        .times(part(q, COLUMNS))
                                        .plus(Tensor.of(x).times(q.at(0))),
                                1)
                        .logDensity(Tensor.of(x))))
                .contains("repeated data: products of 120 rows computed for 15");
    }

    /** Effects of a level, each of which comes on top of those below, added up anew in each row. */
    @Test
    void aLoopOfMonotonicEffects() {
        Consumer<ModelBuilder> body = m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1).iid(2));
            Tensor steps = m.sample("steps", Dirichlet.symmetric(COLUMNS, 2));
            for (int i = 0; i < ROWS; i++) {
                Tensor effect = Tensor.of(0);
                for (int k = 0; k < levels[i]; k++) {
                    effect = effect.plus(steps.at(k));
                }
                Tensor predictor = slope.at(0).times(effect).plus(slope.at(1).times(x[i]));
                m.observe("y[" + i + "]", Bernoulli.ofLogit(predictor), outcomes[i]);
            }
        };
        Model model = Model.of("monotonic", body);
        assertThat(model.explain()).contains("repeated data: products of");
        EagerTwin.compare("monotonic", model, EagerTwin.of("monotonic", body));
    }

    @Test
    void whatFoldsDoesNotNeedIt() {
        Tensor data = Tensor.of(belowLevels(COLUMNS));
        assertThat(check(q -> Normal.of(
                                data.times(part(q, COLUMNS)).plus(q.at(0)),
                                q.at(1).exp())
                        .logDensity(Tensor.of(x))))
                .contains("sum folded")
                .doesNotContain("products of");
    }

    @Test
    void fewColumnsOrManyDifferentRowsStay() {
        double[][] different = belowLevels(COLUMNS);
        for (int i = 0; i < ROWS; i++) {
            different[i][COLUMNS - 1] = Math.floorDiv(i, 3);
        }
        for (double[][] rows : new double[][][] {belowLevels(3), different}) {
            Tensor data = Tensor.of(rows);
            assertThat(check(q -> StudentT.of(4, data.times(part(q, rows[0].length)), 1)
                            .logDensity(Tensor.of(x))))
                    .doesNotContain("products of");
        }
    }
}
