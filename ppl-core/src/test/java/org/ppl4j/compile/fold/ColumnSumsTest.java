package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.tensor.Tensor;

/** Several outcomes of the same predictors, each with coefficients of its own: statistics for each, and what it was. */
class ColumnSumsTest {

    private static final int ROWS = 80;
    private static final int PREDICTORS = 3;
    private static final int OUTCOMES = 4;
    private static final int SIZE = 40;

    private final SplittableRandom random = new SplittableRandom(56);
    private final Tensor x = Tensor.of(matrix(ROWS, PREDICTORS));
    private final Tensor transposed = Tensor.of(matrix(PREDICTORS, ROWS));
    private final Tensor y = Tensor.of(matrix(ROWS, OUTCOMES));

    private double[][] matrix(int rows, int columns) {
        double[][] matrix = new double[rows][];
        Arrays.setAll(matrix, i -> random.doubles(columns, -1, 1).toArray());
        return matrix;
    }

    private static Program check(UnaryOperator<Tensor> model) {
        double[] position = new SplittableRandom(57).doubles(SIZE, -0.7, 0.7).toArray();
        return PassComparison.of(model, position, Optimization.SUFFICIENT_STATISTICS)
                .whole();
    }

    private static void assertFolded(UnaryOperator<Tensor> model) {
        assertThat(Folding.longestLoop(check(model))).isLessThan(ROWS);
    }

    private static Tensor coefficients(Tensor q, int columns) {
        return q.slice(0, PREDICTORS * columns).reshape(PREDICTORS, columns);
    }

    @Test
    void interceptsAndScalesOfTheirOwn() {
        assertFolded(q -> {
            Tensor mean = q.slice(12, 16).plus(x.dot(coefficients(q, OUTCOMES)));
            return Normal.of(mean, q.slice(16, 20).exp()).logDensity(y).sum();
        });
    }

    @Test
    void oneScale() {
        assertFolded(q -> Normal.of(x.dot(coefficients(q, OUTCOMES)), q.at(12).exp())
                .logDensity(y)
                .sum());
    }

    @Test
    void transposedMatrices() {
        assertFolded(q -> {
            Tensor rows = q.slice(0, 12).reshape(OUTCOMES, PREDICTORS).transpose();
            Tensor mean = transposed.transpose().dot(rows);
            return Normal.of(mean, q.slice(12, 16).exp()).logDensity(y).sum();
        });
    }

    /** An autoregression of several series, in a vector and as loops. */
    @Test
    void vectorAutoregression() {
        double[][] series = matrix(ROWS + 1, OUTCOMES);
        Tensor before = Tensor.of(Arrays.copyOf(series, ROWS));
        Tensor after = Tensor.of(Arrays.copyOfRange(series, 1, ROWS + 1));
        assertFolded(q -> {
            Tensor mean = before.dot(q.slice(0, 16).reshape(OUTCOMES, OUTCOMES).transpose());
            return Normal.of(mean, q.slice(16, 20).exp()).logDensity(after).sum();
        });
    }

    /** What does not fold is one loop, not one for each column. */
    @Test
    void othersStayTogether() {
        Tensor counts = Tensor.of(matrix(ROWS, OUTCOMES)).abs().times(5).floor();
        Program program = check(q -> Poisson.of(x.dot(coefficients(q, OUTCOMES)).exp())
                .logDensity(counts)
                .sum());
        assertThat(program.explain()).containsOnlyOnce("one loop of " + ROWS).doesNotContain("sum folded: " + ROWS);
    }

    /** A matrix that is as wide as it is long, so that columns might be taken for rows. */
    @Test
    void squareMatrices() {
        Tensor square = Tensor.of(matrix(20, 20));
        Tensor outcomes = Tensor.of(matrix(20, 2));
        check(q -> {
            Tensor mean = square.dot(q.slice(0, 40).reshape(20, 2));
            return Normal.of(mean, 1).logDensity(outcomes).sum();
        });
    }
}
