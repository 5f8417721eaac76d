package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.tensor.Tensor;

/** Sums over rows in which data choose are parted by what they choose, and are what they were. */
class RowChoicesTest {

    private static final int ROWS = 120;

    private final SplittableRandom random = new SplittableRandom(53);
    private final double[] x = random.doubles(ROWS, -1, 1).toArray();
    private final double[] y = random.doubles(ROWS, 0.1, 2).toArray();
    private final double[] third = new double[ROWS];

    RowChoicesTest() {
        Arrays.setAll(third, i -> i % 3 == 0 ? 1 : 0);
    }

    /** Checks value and gradient against the graph without the pass and differences; returns what the compiler says. */
    private static String check(UnaryOperator<Tensor> model) {
        PassComparison programs = PassComparison.of(model, LoopChecks.position(), Optimization.ROW_CHOICES);
        assertThat(programs.without().explain()).doesNotContain("rows parted");
        return programs.whole().explain();
    }

    private static Tensor logSurvival(Tensor time, Tensor rate) {
        return time.timesElementwise(rate).negate();
    }

    @Test
    void censoredTimes() {
        String explained = check(q -> {
            Tensor mean = q.at(0).plus(q.at(1).times(Tensor.of(x)));
            Tensor scale = q.at(2).exp();
            Tensor standard = Tensor.of(y).log().minus(mean).dividedBy(scale);
            Tensor survival = standard.times(Math.sqrt(0.5))
                    .erf()
                    .negate()
                    .plus(1)
                    .times(0.5)
                    .log();
            return Tensor.where(
                            Tensor.of(third),
                            survival,
                            LogNormal.of(mean, scale).logDensity(Tensor.of(y)))
                    .sum();
        });
        assertThat(explained)
                .contains("rows parted by conditions on data: 120 into [40, 80]")
                .contains("sum folded: 80 terms");
    }

    /** Two groups, each with a mean and a scale of its own. */
    @Test
    void whatRowsPickOfTwo() {
        int[] group = IntStream.range(0, ROWS).map(i -> i % 3 / 2).toArray();
        assertThat(check(q -> StudentT.of(
                                q.at(0).exp().plus(1),
                                q.slice(1, 3).gather(group),
                                q.slice(3, 5).exp().gather(group))
                        .logDensity(Tensor.of(y))
                        .sum()))
                .contains("rows parted by what they pick: 120 into [80, 40]")
                .doesNotContain("loop of 120");
    }

    /** A list of means some of which have another effect added, which is put together of two vectors in the order of neither. */
    @Test
    void partsInAnotherOrderFold() {
        String explained = check(q -> {
            List<Tensor> means = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                Tensor mean = q.at(0).plus(q.at(1).times(x[i]));
                means.add(third[i] == 1 ? mean.plus(q.at(2)) : mean);
            }
            return Normal.of(Tensor.stack(means), q.at(3).exp())
                    .logDensity(Tensor.of(y))
                    .sum();
        });
        assertThat(explained)
                .contains("rows parted where vectors are put together: 120 into [40, 80]")
                .contains("sum folded: 40 terms")
                .contains("sum folded: 80 terms")
                .doesNotContainPattern("one loop of \\d{2,}");
    }

    /** Rows with an effect each would have to be picked, and three groups are three loops: these are left as they are. */
    @Test
    void rowsThatPickAnythingElseStayTogether() {
        int[] two = IntStream.range(0, ROWS).map(i -> i % 3 / 2).toArray();
        int[] three = IntStream.range(0, ROWS).map(i -> i % 3).toArray();
        int[] few = IntStream.range(0, ROWS).map(i -> i < 110 ? 0 : 1).toArray();
        Tensor data = Tensor.of(y);
        assertThat(check(
                        q -> StudentT.of(4, q.slice(1, 4).gather(three), q.at(0).exp())
                                .logDensity(data)
                                .sum()))
                .doesNotContain("rows parted");
        assertThat(check(q -> StudentT.of(4, q.slice(1, 3).gather(few), q.at(0).exp())
                        .logDensity(data)
                        .sum()))
                .doesNotContain("rows parted");
        assertThat(check(q -> StudentT.of(
                                4,
                                q.slice(1, 3).gather(two),
                                q.slice(10, 10 + ROWS).exp())
                        .logDensity(data)
                        .sum()))
                .doesNotContain("rows parted");
    }

    @Test
    void parametersByRegimeFold() {
        String explained = check(q -> {
            Tensor high = Tensor.of(third);
            Tensor mean = Tensor.where(high, q.at(0), q.at(1))
                    .plus(Tensor.where(high, q.at(2), q.at(3)).timesElementwise(Tensor.of(x)));
            Tensor scale = Tensor.where(high, q.at(4).exp(), q.at(5).exp());
            return Normal.of(mean, scale).logDensity(Tensor.of(y)).sum();
        });
        assertThat(explained)
                .contains("rows parted by conditions on data: 120 into [40, 80]")
                .contains("sum folded: 40 terms")
                .contains("sum folded: 80 terms")
                .doesNotContain("one loop of 40")
                .doesNotContain("one loop of 80");
    }

    @Test
    void conditionsWithinConditions() {
        double[] half = new double[ROWS];
        Arrays.setAll(half, i -> i % 2);
        String explained = check(q -> {
            Tensor rate = q.at(0).plus(q.at(1).times(Tensor.of(x))).exp();
            Tensor inner = Tensor.where(
                    Tensor.of(half), Exponential.of(rate).logDensity(Tensor.of(y)), logSurvival(Tensor.of(y), rate));
            Tensor all = Tensor.where(
                    Tensor.of(third), rate.negate().exp().negate().plus(1.0).log(), inner);
            return all.sum();
        });
        assertThat(explained).contains("rows parted by conditions on data: 120 into [40, 40, 40]");
    }

    /** Rows that have a parameter of their own, that a matrix multiplies, that are repeated, and that are summed over. */
    @Test
    void rowsOfAllKinds() {
        int[] group = new int[ROWS];
        Arrays.setAll(group, i -> i * 7 % 6);
        double[][] matrix = new double[ROWS][];
        double[][] transposed = new double[3][];
        SplittableRandom more = new SplittableRandom(54);
        Arrays.setAll(matrix, i -> more.doubles(3, -1, 1).toArray());
        Arrays.setAll(transposed, j -> more.doubles(ROWS, -1, 1).toArray());
        String explained = check(q -> {
            Tensor own = q.slice(20, 20 + ROWS);
            Tensor mean = Tensor.of(matrix)
                    .times(q.slice(0, 3))
                    .plus(Tensor.of(transposed).transpose().times(q.slice(3, 6)))
                    .plus(q.slice(6, 12).gather(group))
                    .plus(Tensor.of(transposed)
                            .timesElementwise(q.slice(12, 15).insertAxis(1))
                            .sin()
                            .sum(0));
            Tensor chosen = Tensor.where(Tensor.of(third), mean.plus(own).exp(), mean.tanh());
            return chosen.timesElementwise(own).sum();
        });
        assertThat(explained).contains("rows parted by conditions on data: 120 into [40, 80]");
    }

    /** What is left out may be anything, as it was. */
    @Test
    void missingNumbers() {
        double[] gaps = y.clone();
        Arrays.setAll(gaps, i -> third[i] == 1 ? Double.NaN : y[i]);
        String explained = check(q -> {
            Tensor mean = q.at(0).plus(q.at(1).times(Tensor.of(x))).exp();
            Tensor known = Normal.of(mean, 1).logDensity(Tensor.of(gaps));
            return Tensor.where(Tensor.of(third), mean.log1p().negate(), known).sum();
        });
        assertThat(explained).contains("rows parted by conditions on data: 120 into [40, 80]");
    }

    /** Matrices of conditions, of a shape of their own. */
    @Test
    void conditionsInAMatrix() {
        double[][] y2 = new double[30][];
        double[][] missing = new double[30][4];
        SplittableRandom more = new SplittableRandom(55);
        for (int i = 0; i < 30; i++) {
            y2[i] = more.doubles(4, -1, 1).toArray();
            missing[i][i % 4] = 1;
        }
        String explained = check(q -> {
            Tensor mean = q.slice(0, 30)
                    .insertAxis(1)
                    .plus(q.slice(30, 34).insertAxis(0))
                    .tanh();
            return Tensor.where(
                            Tensor.of(missing), mean.exp(), Normal.of(mean, 1).logDensity(Tensor.of(y2)))
                    .sum();
        });
        assertThat(explained).contains("rows parted by conditions on data: 120 into [30, 90]");
    }

    /** What is needed as a whole in any case. */
    /** The first error of a regression has no error before. */
    @Test
    void vectorsThatArePutTogether() {
        String explained = check(q -> {
            Tensor mean = q.at(0).plus(q.at(1).times(Tensor.of(x)));
            Tensor error = Tensor.of(y).minus(mean);
            Tensor carried = q.at(2).times(error.slice(0, ROWS - 1));
            Tensor all =
                    Tensor.concatenate(mean.slice(0, 1), mean.slice(1, ROWS).plus(carried));
            return Normal.of(all, q.at(3).exp()).logDensity(Tensor.of(y)).sum();
        });
        assertThat(explained)
                .contains("rows parted where vectors are put together: 120 into [1, 119]")
                .contains("sum folded: 119 terms")
                .doesNotContain("one loop of 119");
    }

    /** Picks of single rows out of order stay picks. */
    @Test
    void partsOfAnyKindArePutTogether() {
        int[] reversed = new int[ROWS / 2];
        Arrays.setAll(reversed, i -> ROWS - 1 - 2 * i);
        double[][] matrix = new double[ROWS][];
        Arrays.setAll(matrix, i -> new double[] {x[i], y[i] - 1, third[i]});
        String explained = check(q -> {
            Tensor product = Tensor.of(matrix).times(q.slice(0, 3));
            Tensor mean = q.at(3).times(Tensor.of(x)).plus(q.at(4));
            Tensor all = Tensor.concatenate(
                    product.gather(reversed),
                    mean.slice(3, 21),
                    Tensor.filled(0.5, 2),
                    mean.plus(product).slice(0, 40));
            return all.tanh().plus(Tensor.of(x)).exp().sum();
        });
        assertThat(explained).contains("rows parted where vectors are put together: 120 into [60, 18, 2, 40]");
    }

    @Test
    void rowsThatAreUsedElsewhereAreLeftWhole() {
        String explained = check(q -> {
            Tensor mean = q.at(0).plus(q.at(1).times(Tensor.of(x)));
            Tensor rows = Tensor.where(Tensor.of(third), mean.exp(), mean.sin());
            return rows.sum().plus(rows.tanh().sum());
        });
        assertThat(explained).doesNotContain("rows parted");
    }

    @Test
    void arithmeticIsLeftWhole() {
        String explained = check(q -> Tensor.where(
                        Tensor.of(third),
                        Tensor.of(x).plus(q.slice(0, ROWS)),
                        Tensor.of(x).timesElementwise(q.slice(0, ROWS)))
                .square()
                .sum());
        assertThat(explained).doesNotContain("rows parted");
    }
}
