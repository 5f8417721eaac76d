package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.tensor.Tensor;

/** Loops in loops over two indices are tables, and compute what they did. */
class CrossedRowsTest {

    private static final int ROWS = 90;

    private final double[] y = new SplittableRandom(87).doubles(2_000, -1, 1).toArray();

    /** Checks value and gradient against the graph without the pass and differences; returns what the compiler says. */
    private static String check(UnaryOperator<Tensor> model) {
        PassComparison programs = PassComparison.of(model, LoopChecks.position(), Optimization.CROSSED_ROWS);
        assertThat(programs.without().explain()).doesNotContain("a table of");
        return programs.whole().explain();
    }

    private static Tensor effect(Tensor q, int row) {
        return q.at(10 + row);
    }

    /** A factor of each row that columns take by loadings of their own, a row after the other. */
    private UnaryOperator<Tensor> factors(int columns) {
        return q -> {
            Tensor sum = Tensor.of(0);
            for (int i = 0; i < ROWS; i++) {
                for (int k = 0; k < columns; k++) {
                    Tensor mean = q.at(110 + k).plus(q.at(130 + k).times(effect(q, i)));
                    sum = sum.plus(mean.minus(y[i * columns + k]).square().times(-0.5));
                }
            }
            return sum;
        };
    }

    @Test
    void effectsOfRowsAndColumns() {
        assertThat(check(factors(3)))
                .contains("a table of 90 by 3 of a vector of 270", "one loop of 90")
                .doesNotContain("scatters");
    }

    @Test
    void columnAfterColumn() {
        assertThat(check(q -> {
                    Tensor sum = Tensor.of(0);
                    for (int k = 0; k < 3; k++) {
                        for (int i = 0; i < ROWS; i++) {
                            Tensor mean = q.at(110 + k)
                                    .plus(q.at(130 + k).times(effect(q, i)))
                                    .plus(q.at((11 * i + 5 * k) % 100));
                            sum = sum.plus(mean.minus(y[i + ROWS * k]).square().times(-0.5));
                        }
                    }
                    return sum;
                }))
                .contains("a table of 90 by 3 of a vector of 270");
    }

    /** Series that are explained by what they all were before: rows are data alone. */
    @Test
    void columnsWithoutEffectsOfRows() {
        assertThat(check(q -> {
                    Tensor sum = Tensor.of(0);
                    for (int t = 1; t < ROWS; t++) {
                        for (int i = 0; i < 3; i++) {
                            Tensor mean = Tensor.of(0);
                            for (int j = 0; j < 3; j++) {
                                mean = mean.plus(q.at(3 * i + j).times(y[3 * (t - 1) + j]));
                            }
                            Tensor error = mean.minus(y[3 * t + i])
                                    .dividedBy(q.at(20 + i).exp());
                            sum = sum.minus(error.square().log1p());
                        }
                    }
                    return sum;
                }))
                .contains("a table of 89 by 3 of a vector of 267", "one loop of 89");
    }

    /** Rows and columns by indices of the data, whatever order the data are in. */
    private UnaryOperator<Tensor> mixed(int columns, int left, boolean hasOther) {
        int count = ROWS * columns - left;
        return q -> {
            Tensor data = Tensor.of(y).slice(0, count);
            int[] row = new int[count];
            int[] column = new int[count];
            for (int k = 0; k < count; k++) {
                int place = k * 77 % (ROWS * columns);
                row[k] = place / columns;
                column[k] = place % columns;
            }
            Tensor mean = q.slice(110, 130)
                    .gather(column)
                    .timesElementwise(q.slice(10, 10 + ROWS).gather(row));
            Tensor other = hasOther ? data.times(q.at(0)).plus(data.square().times(q.at(1))) : Tensor.of(0.5);
            return mean.plus(other).minus(data).square().sum().times(-0.5);
        };
    }

    @Test
    void combinationsInAnyOrder() {
        assertThat(check(mixed(4, 0, false))).contains("a table of 90 by 4 of a vector of 360", "one loop of 90");
        assertThat(check(mixed(4, 4, false))).doesNotContain("a table of");
        // what is computed of the data would have to be moved
        assertThat(check(mixed(4, 0, true))).doesNotContain("a table of");
    }

    @Test
    void wideTablesAreLeft() {
        assertThat(check(factors(18))).doesNotContain("a table of");
    }

    @Test
    void functionsOfBoth() {
        assertThat(check(q -> {
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < ROWS; i++) {
                        for (int k = 0; k < 2; k++) {
                            Tensor mean = q.at(k).times(effect(q, i)).tanh();
                            sum = sum.plus(mean.minus(y[2 * i + k]).square());
                        }
                    }
                    return sum;
                }))
                .contains("a table of 90 by 2 of a vector of 180");
    }

    /** Each logistic function is several: one long loop is faster. */
    @Test
    void logisticFunctionsAreLeft() {
        assertThat(check(q -> {
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < ROWS; i++) {
                        for (int k = 0; k < 3; k++) {
                            Tensor logit = q.at(k).times(effect(q, i));
                            sum = sum.plus(
                                    y[3 * i + k] > 0
                                            ? logit.sigmoid().log()
                                            : logit.negate().sigmoid().log());
                        }
                    }
                    return sum;
                }))
                .doesNotContain("a table of");
    }

    /** A combination that is missing is none of a table. */
    @Test
    void tableWithAGap() {
        assertThat(check(q -> {
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < ROWS; i++) {
                        for (int k = 0; k < 3; k++) {
                            if (i != 40 || k != 1) {
                                Tensor mean = q.at(k).times(effect(q, i));
                                sum = sum.plus(mean.minus(y[3 * i + k]).square());
                            }
                        }
                    }
                    return sum;
                }))
                .doesNotContain("a table of");
    }

    /** What has as many elements, and is used beside, is what it was; a third pick is by element. */
    @Test
    void vectorsOfThatLengthBeside() {
        assertThat(check(q -> {
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < 40; i++) {
                        for (int k = 0; k < 3; k++) {
                            Tensor mean = q.at(k).times(effect(q, i)).plus(q.at(50 + (7 * i + 5 * k) % 31));
                            sum = sum.plus(mean.minus(y[3 * i + k]).square());
                        }
                    }
                    Tensor all = q.slice(0, 120);
                    return sum.plus(all.tanh().dot(Tensor.of(y).slice(0, 120)))
                            .plus(all.square().logSumExp());
                }))
                .contains("a table of 40 by 3 of a vector of 120");
    }
}
