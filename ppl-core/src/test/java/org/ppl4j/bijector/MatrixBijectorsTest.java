package org.ppl4j.bijector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

class MatrixBijectorsTest {

    @Test
    void elementsOfACholeskyFactorComeRowByRow() {
        Tensor unconstrained = Tensor.of(Math.log(2), 3, Math.log(4), 5, 6, Math.log(7));
        Tensor factor = new CholeskyFactor().forward(unconstrained);
        assertThat(factor.toArray()).containsExactly(new double[] {2, 0, 0, 3, 4, 0, 5, 6, 7}, within(1e-14));
        assertThat(new CholeskyFactor().logAbsDetJacobian(unconstrained, factor).doubleValue())
                .isEqualTo(Math.log(2 * 4 * 7), within(1e-14));
    }

    @Test
    void aPositiveDefiniteMatrixIsTheProductOfItsFactor() {
        Tensor unconstrained = Tensor.of(Math.log(2), 3, Math.log(4));
        Tensor matrix = new PositiveDefinite().forward(unconstrained);
        assertThat(matrix.toArray()).containsExactly(new double[] {4, 6, 6, 25}, within(1e-14));
        // 2^2 times the diagonal elements to the powers 3 and 2
        assertThat(new PositiveDefinite()
                        .logAbsDetJacobian(unconstrained, matrix)
                        .doubleValue())
                .isEqualTo(Math.log(4.0 * 8 * 16), within(1e-14));
    }

    @Test
    void aPositiveDefiniteMatrixIsSymmetricToTheLastBit() {
        double[] y = new SplittableRandom(4).doubles(70 * 71 / 2, -1, 1).toArray();
        Tensor matrix = new PositiveDefinite().forward(Tensor.of(y));
        assertThat(matrix.toArray()).isEqualTo(matrix.transpose().toArray());
    }

    @Test
    void batchesHoldWhatTheirMatricesWouldBeAlone() {
        double[] y = new SplittableRandom(5).doubles(12, -1, 1).toArray();
        Tensor first = Tensor.of(Arrays.copyOfRange(y, 0, 6));
        Tensor second = Tensor.of(Arrays.copyOfRange(y, 6, 12));
        for (Bijector bijector :
                new Bijector[] {new PositiveDefinite(), new CholeskyFactor(), new CorrelationCholesky()}) {
            Tensor both = Tensor.of(Shape.of(2, 6), y);
            Tensor matrices = bijector.forward(both);
            assertThat(matrices.at(0).toArray())
                    .containsExactly(bijector.forward(first).toArray());
            assertThat(matrices.at(1).toArray())
                    .containsExactly(bijector.forward(second).toArray());
            double sum =
                    bijector.logAbsDetJacobian(first, bijector.forward(first)).doubleValue()
                            + bijector.logAbsDetJacobian(second, bijector.forward(second))
                                    .doubleValue();
            assertThat(bijector.logAbsDetJacobian(both, matrices).doubleValue()).isEqualTo(sum, within(1e-13));
        }
    }

    @Test
    void anIndefiniteMatrixHasNoImage() {
        Tensor indefinite = Tensor.of(new double[][] {{1, 2}, {2, 1}});
        assertThat(new PositiveDefinite().inverse(indefinite).toArray())
                .containsExactly(Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void theCountOfElementsMustBeTriangular() {
        assertThatThrownBy(() -> new PositiveDefinite().forward(Tensor.of(1.0, 2.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No square matrix has 2 elements on and below the diagonal.");
    }
}
