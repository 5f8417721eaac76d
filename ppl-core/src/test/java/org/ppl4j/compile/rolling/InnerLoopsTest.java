package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Linear predictors that a loop in a loop adds up, coefficient by coefficient, are matrix products, and fold as these do. */
class InnerLoopsTest {

    private static final int ROWS = 90;
    private static final int MOST = 24;

    private final double[][] x = new double[ROWS][];
    private final double[] y;

    InnerLoopsTest() {
        SplittableRandom random = new SplittableRandom(52);
        for (int i = 0; i < ROWS; i++) {
            x[i] = random.doubles(MOST, -1, 1).toArray();
        }
        y = random.doubles(ROWS, -1, 1).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8, 15, MOST})
    void coefficientsThatAreSitesOfTheirOwn(int predictors) {
        assertFolded(m -> {
            Tensor intercept = m.sample("intercept", Normal.of(0, 1));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor[] coefficients = new Tensor[predictors];
            for (int j = 0; j < predictors; j++) {
                coefficients[j] = m.sample("coefficient[" + j + "]", Normal.of(0, 1));
            }
            observe(m, intercept, coefficients, scale);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 15})
    void coefficientsWithScalesOfTheirOwn(int predictors) {
        assertFolded(m -> {
            Tensor global = m.sample("global", HalfCauchy.of(1));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor[] local = new Tensor[predictors];
            for (int j = 0; j < predictors; j++) {
                local[j] = m.sample("local[" + j + "]", HalfCauchy.of(1));
            }
            Tensor[] coefficients = new Tensor[predictors];
            for (int j = 0; j < predictors; j++) {
                coefficients[j] = m.sample("raw[" + j + "]", Normal.of(0, 1))
                        .times(local[j])
                        .times(global);
            }
            observe(m, Tensor.of(0), coefficients, scale);
        });
    }

    @Test
    void sumsAlongEitherAxis() {
        double[][] transposed = new double[MOST][ROWS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < MOST; j++) {
                transposed[j][i] = x[i][j];
            }
        }
        assertFolded(m -> {
            Tensor coefficients = m.sample("coefficients", Normal.of(0, 1).iid(MOST));
            Tensor rows =
                    Tensor.of(x).timesElementwise(coefficients.insertAxis(0)).sum(1);
            Tensor columns = Tensor.of(transposed)
                    .timesElementwise(coefficients.insertAxis(1))
                    .sum(0);
            m.observe("y", Normal.of(rows.plus(columns), 1), y);
        });
    }

    @Test
    void asManyRowsAsColumnsAreNotMistaken() {
        double[][] square = new double[MOST][];
        System.arraycopy(x, 0, square, 0, MOST);
        Consumer<ModelBuilder> body = m -> {
            Tensor v = m.sample("v", Normal.of(0, 1).iid(MOST));
            Tensor matrix = Tensor.of(square);
            Tensor byRow = matrix.timesElementwise(v.insertAxis(1)).sum(1);
            Tensor byColumn = matrix.timesElementwise(v.insertAxis(0)).sum(0);
            m.observe("y", Normal.of(byRow.times(0.5).plus(byColumn), 1), x[MOST]);
        };
        EagerTwin.compare("square", Model.of("square", body), EagerTwin.of("square", body));
    }

    private void observe(ModelBuilder m, Tensor intercept, Tensor[] coefficients, Tensor scale) {
        for (int i = 0; i < ROWS; i++) {
            Tensor mean = intercept;
            for (int j = 0; j < coefficients.length; j++) {
                mean = mean.plus(coefficients[j].times(x[i][j]));
            }
            m.observe("y[" + i + "]", Normal.of(mean, scale), y[i]);
        }
    }

    private static void assertFolded(Consumer<ModelBuilder> body) {
        Model model = Model.of("inner", body);
        assertThat(model.explain())
                .contains("sum folded: " + ROWS + " terms into ")
                .doesNotContain("one loop of " + ROWS)
                .doesNotContain("recurrence");
        EagerTwin.compare("inner", model, EagerTwin.of("inner", body));
    }
}
