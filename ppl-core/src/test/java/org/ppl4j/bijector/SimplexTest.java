package org.ppl4j.bijector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

class SimplexTest {

    private static final Simplex SIMPLEX = new Simplex();

    @Test
    void zerosMeanEqualShares() {
        assertThat(SIMPLEX.forward(Tensor.of(0.0, 0.0, 0.0)).toArray())
                .containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(1e-16));
    }

    /** The stick broken element by element, as the reference manual's recursion does. */
    @Test
    void agreesWithTheRecursionInValueAndLogJacobian() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 2; length < 12; length++) {
            double[] y = random.doubles(length - 1, -5, 5).toArray();
            double[] expected = new double[length];
            double stick = 1;
            double logJacobian = 0;
            for (int k = 0; k < length - 1; k++) {
                double share = 1 / (1 + Math.exp(-(y[k] + Math.log(1.0 / (length - k - 1)))));
                expected[k] = stick * share;
                logJacobian += Math.log(stick) + Math.log(share) + Math.log1p(-share);
                stick -= expected[k];
            }
            expected[length - 1] = stick;
            Tensor unconstrained = Tensor.of(y);
            Tensor constrained = SIMPLEX.forward(unconstrained);
            assertThat(constrained.toArray()).containsExactly(expected, within(1e-14));
            assertThat(SIMPLEX.logAbsDetJacobian(unconstrained, constrained).doubleValue())
                    .isEqualTo(logJacobian, within(1e-9));
        }
    }

    @Test
    void longVectorsSumToOne() {
        double[] y = new SplittableRandom(2).doubles(4999, -2, 2).toArray();
        Tensor constrained = SIMPLEX.forward(Tensor.of(y));
        assertThat(constrained.sum().doubleValue()).isEqualTo(1, within(1e-13));
        assertThat(SIMPLEX.inverse(constrained).toArray()).containsExactly(y, within(1e-10));
    }

    @Test
    void smallElementsKeepTheirRelativePrecision() {
        Tensor constrained = SIMPLEX.forward(Tensor.of(40.0, -300.0, 40.0));
        double[] values = constrained.toArray();
        assertThat(values[0]).isEqualTo(1);
        assertThat(values[1] / (3 * Math.exp(-40) * Math.exp(-300) / 2)).isEqualTo(1, within(1e-12));
        assertThat(values[2] / (3 * Math.exp(-40))).isEqualTo(1, within(1e-12));
        assertThat(values[3] / (3 * Math.exp(-80))).isEqualTo(1, within(1e-12));
        assertThat(SIMPLEX.inverse(constrained).toArray()).containsExactly(new double[] {40, -300, 40}, within(1e-10));
    }

    @Test
    void elementsUnderflowToZeroAndNotBelow() {
        double[] values = SIMPLEX.forward(Tensor.of(700.0, 700.0, 700.0)).toArray();
        assertThat(values[0]).isEqualTo(1);
        assertThat(values[1]).isPositive();
        assertThat(Arrays.copyOfRange(values, 2, 4)).containsExactly(0, 0);
    }

    @Test
    void aVectorIsNeeded() {
        assertThatThrownBy(() -> SIMPLEX.unconstrainedShape(Shape.SCALAR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value must be a vector, got a scalar.");
        assertThatThrownBy(() -> SIMPLEX.unconstrainedShape(Shape.of(2, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A simplex needs at least one element, got shape [2×0].");
    }
}
