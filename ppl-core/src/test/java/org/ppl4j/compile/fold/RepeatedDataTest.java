package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.distribution.Normal;
import org.ppl4j.tensor.Tensor;

/** Functions of data that repeat are computed once for each value, and are what they were row by row. */
class RepeatedDataTest {

    private static final int ROWS = 120;

    private final SplittableRandom random = new SplittableRandom(8);
    private final double[] doses = fewValues(5);
    private final double[] ages = fewValues(4);
    private final double[] y = random.doubles(ROWS, -2, 2).toArray();

    private double[] fewValues(int count) {
        double[] values = random.doubles(count, 0.5, 3).toArray();
        return random.ints(ROWS, 0, count).mapToDouble(k -> values[k]).toArray();
    }

    /** Checks value and gradient against the graph without the pass, and how many values functions are computed for. */
    private static void check(UnaryOperator<Tensor> model, Integer... counts) {
        PassComparison programs = PassComparison.of(model, LoopChecks.position(), Optimization.REPEATED_DATA);
        assertThat(programs.without().explain()).doesNotContain("repeated data");
        List<String> notes = programs.whole()
                .explain()
                .lines()
                .filter(line -> line.contains("repeated data"))
                .map(line -> line.replaceAll(".*rows computed for (\\d+) values?.*", "$1"))
                .toList();
        assertThat(notes)
                .containsExactlyElementsOf(
                        Arrays.stream(counts).map(String::valueOf).toList());
    }

    private static Tensor squares(Tensor difference) {
        return difference.square().sum().negate();
    }

    @Test
    void oneColumn() {
        check(
                q -> squares(Tensor.of(y)
                        .minus(q.at(0).times(Tensor.of(doses).times(q.at(1)).exp()))),
                5);
    }

    /** Two treatments and their combination, as columns of a matrix, and what functions are computed of besides. */
    @Test
    void rowsOfAMatrix() {
        double[][] rows = IntStream.range(0, ROWS)
                .mapToObj(i -> new double[] {1, i & 1, (i >> 1) & 1})
                .toArray(double[][]::new);
        Tensor data = Tensor.of(rows);
        check(q -> squares(data.times(q.slice(10, 13)).plus(q.at(0)).sigmoid().minus(Tensor.of(y))), 4);
        int combinations = (int) IntStream.range(0, ROWS)
                .mapToObj(i -> List.of(i % 4, doses[i]))
                .distinct()
                .count();
        check(
                q -> squares(data.times(q.slice(10, 13))
                        .plus(Tensor.of(doses).times(q.at(0)))
                        .sigmoid()
                        .minus(Tensor.of(y))),
                combinations);
    }

    /** Growth curves as a loop of the user's, with a size for each of several trees. */
    @Test
    void aLoop() {
        double[] age = {0.4, 1.1, 1.9, 2.3, 2.6, 3.1};
        check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < ROWS; i++) {
                        Tensor size = q.at(3).plus(q.at(4).times(q.at(20 + i / age.length)));
                        Tensor distance =
                                Tensor.of(age[i % age.length]).minus(q.at(0)).dividedBy(q.at(1));
                        Tensor mean = size.dividedBy(distance.negate().exp().plus(1));
                        sum = sum.plus(Normal.of(mean, q.at(2).exp()).logDensity(Tensor.of(y[i])));
                    }
                    return sum;
                },
                6);
    }

    /** Doses and ages together. */
    @Test
    void combinationsOfColumns() {
        int combinations = (int) IntStream.range(0, ROWS)
                .mapToObj(i -> List.of(doses[i], ages[i]))
                .distinct()
                .count();
        check(
                q -> squares(Tensor.of(doses)
                        .times(q.at(0))
                        .plus(Tensor.of(ages).times(q.at(1)))
                        .sigmoid()
                        .minus(Tensor.of(y))),
                combinations);
    }

    /** A function of a function: each for as many rows as it takes. */
    @Test
    void functionsOfFunctions() {
        check(
                q -> {
                    Tensor inner = Tensor.of(doses).times(q.at(0)).tanh();
                    Tensor outer = inner.plus(Tensor.of(ages).times(inner)).cos();
                    return squares(outer.times(inner).minus(Tensor.of(y)));
                },
                5,
                20);
    }

    /** Counts, all of whose terms repeat: nothing is left to do row by row. */
    @Test
    void counts() {
        double[] count = IntStream.range(0, ROWS).mapToDouble(i -> i % 7).toArray();
        check(
                q -> Tensor.of(count)
                        .plus(q.at(0).exp())
                        .logGamma()
                        .minus(q.at(0).exp().logGamma())
                        .sum(),
                7);
    }

    /** Measurements have no values in common; arithmetic folds; a few rows, and data not known yet, stay as they are. */
    @Test
    void whatStaysByRow() {
        check(q -> Tensor.of(y).times(q.at(0)).exp().sum());
        check(q -> squares(Tensor.of(y).minus(Tensor.of(doses).times(q.at(0)))));
        check(q -> Tensor.of(1.0, 1, 1, 1, 1, 1, 1, 1)
                .times(q.at(0))
                .exp()
                .minus(q.slice(2, 10))
                .square()
                .sum());
        check(
                q -> Tensor.of(doses)
                        .times(q.at(0))
                        .exp()
                        .times(q.slice(0, ROWS))
                        .plus(q.slice(0, ROWS).exp())
                        .sum(),
                5);
    }

    /** In columns of as many values as a quarter of the rows, and of one more. */
    @Test
    void theThreshold() {
        for (int values : new int[] {ROWS / 4, ROWS / 4 + 1}) {
            double[] column =
                    IntStream.range(0, ROWS).mapToDouble(i -> i % values).toArray();
            UnaryOperator<Tensor> model =
                    q -> squares(Tensor.of(column).times(q.at(0)).sin().minus(Tensor.of(y)));
            if (values == ROWS / 4) {
                check(model, values);
            } else {
                check(model);
            }
        }
    }
}
