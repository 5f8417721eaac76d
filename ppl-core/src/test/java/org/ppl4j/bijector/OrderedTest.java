package org.ppl4j.bijector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

class OrderedTest {

    private static final Ordered ORDERED = new Ordered();

    @Test
    void stepsAreExponentials() {
        Tensor unconstrained = Tensor.of(-1, Math.log(2), Math.log(3));
        Tensor constrained = ORDERED.forward(unconstrained);
        assertThat(constrained.toArray()).containsExactly(new double[] {-1, 1, 4}, within(1e-15));
        assertThat(ORDERED.logAbsDetJacobian(unconstrained, constrained).doubleValue())
                .isEqualTo(Math.log(6), within(1e-15));
    }

    @Test
    void longVectorsAreSummedInOrder() {
        double[] y = new SplittableRandom(6).doubles(3000, -2, 2).toArray();
        double[] expected = y.clone();
        for (int i = 1; i < y.length; i++) {
            expected[i] = expected[i - 1] + Math.exp(y[i]);
        }
        assertThat(ORDERED.forward(Tensor.of(y)).toArray()).containsExactly(expected, within(1e-9));
    }

    @Test
    void anInfiniteStepReachesOnlyTheElementsFromThere() {
        assertThat(ORDERED.forward(Tensor.of(1.0, 0.0, 710.0, 0.0)).toArray())
                .containsExactly(1, 2, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    @Test
    void aStepTooSmallMakesATie() {
        assertThat(ORDERED.forward(Tensor.of(1.0, -40.0)).toArray()).containsExactly(1, 1);
    }

    @Test
    void emptyVectorsStayEmpty() {
        Tensor empty = Tensor.of(Shape.of(2, 0));
        assertThat(ORDERED.forward(empty).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(ORDERED.inverse(empty).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(ORDERED.logAbsDetJacobian(empty, empty).doubleValue()).isZero();
    }

    @Test
    void aVectorIsNeeded() {
        assertThatThrownBy(() -> ORDERED.unconstrainedShape(Shape.SCALAR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value must be a vector, got a scalar.");
    }
}
