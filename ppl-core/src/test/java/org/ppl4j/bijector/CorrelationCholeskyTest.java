package org.ppl4j.bijector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

class CorrelationCholeskyTest {

    private static final CorrelationCholesky FACTORS = new CorrelationCholesky();

    @Test
    void zerosMeanNoCorrelation() {
        assertThat(FACTORS.forward(Tensor.of(0.0, 0.0, 0.0)).toArray())
                .containsExactly(Tensor.identity(3).toArray(), within(1e-16));
    }

    /** Row by row from the canonical partial correlations, as the reference manual's recursion does. */
    @Test
    void agreesWithTheRecursionInValueAndLogJacobian() {
        SplittableRandom random = new SplittableRandom(3);
        for (int size = 2; size < 8; size++) {
            double[] y = random.doubles(size * (size - 1) / 2, -2, 2).toArray();
            double[] expected = new double[size * size];
            double logJacobian = 0;
            expected[0] = 1;
            int at = 0;
            for (int i = 1; i < size; i++) {
                double squares = 0;
                for (int j = 0; j < i; j++) {
                    double correlation = Math.tanh(y[at]);
                    at++;
                    logJacobian += Math.log1p(-correlation * correlation) + 0.5 * Math.log1p(-squares);
                    double element = correlation * Math.sqrt(1 - squares);
                    expected[i * size + j] = element;
                    squares += element * element;
                }
                expected[i * size + i] = Math.sqrt(1 - squares);
            }
            Tensor unconstrained = Tensor.of(y);
            Tensor constrained = FACTORS.forward(unconstrained);
            assertThat(constrained.toArray()).containsExactly(expected, within(1e-12));
            assertThat(FACTORS.logAbsDetJacobian(unconstrained, constrained).doubleValue())
                    .isEqualTo(logJacobian, within(1e-9));
        }
    }

    @Test
    void theDiagonalStaysPositiveWhereTheCorrelationRoundsToOne() {
        double[] values = FACTORS.forward(Tensor.of(40.0, -40.0, 40.0)).toArray();
        double left = 2 * Math.exp(-40);
        assertThat(values[3]).isEqualTo(1);
        assertThat(values[4] / left).isEqualTo(1, within(1e-12));
        assertThat(values[6]).isEqualTo(-1);
        assertThat(values[7] / left).isEqualTo(1, within(1e-12));
        assertThat(values[8] / (left * left)).isEqualTo(1, within(1e-12));
        assertThat(FACTORS.inverse(Tensor.of(Shape.of(3, 3), values)).toArray())
                .containsExactly(new double[] {40, -40, 40}, within(1e-10));
    }

    @Test
    void theDiagonalUnderflowsToZeroOnlyFarOut() {
        assertThat(FACTORS.forward(Tensor.of(Shape.of(1), 700)).toArray()[3]).isPositive();
        assertThat(FACTORS.forward(Tensor.of(0.0, 400.0, 400.0)).toArray()[8]).isZero();
    }

    @Test
    void smallElementsKeepTheirRelativePrecision() {
        double[] y = {1e-20, -1e-10, 1e-5};
        double[] back = FACTORS.inverse(FACTORS.forward(Tensor.of(y))).toArray();
        for (int i = 0; i < y.length; i++) {
            assertThat(back[i] / y[i]).isEqualTo(1, within(1e-13));
        }
    }

    @Test
    void aSquareMatrixIsNeeded() {
        assertThatThrownBy(() -> FACTORS.unconstrainedShape(Shape.of(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value must be a square matrix, got shape [3].");
        assertThatThrownBy(() -> FACTORS.unconstrainedShape(Shape.of(2, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value must be a square matrix, got shape [2×2×3].");
        assertThatThrownBy(() -> FACTORS.unconstrainedShape(Shape.of(0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A correlation matrix needs at least one row, got shape [0×0].");
        assertThatThrownBy(() -> FACTORS.forward(Tensor.of(1.0, 2.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No square matrix has 2 elements below the diagonal.");
    }
}
