package org.ppl4j.bijector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

class BoundedBijectorsTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void infiniteBoundsAreNone() {
        Tensor zero = Tensor.of(0);
        Tensor none = Tensor.of(INFINITY);
        assertThat(Interval.between(zero, Tensor.of(1))).isInstanceOf(Interval.class);
        assertThat(Interval.between(zero, none)).isEqualTo(new LowerBound(zero));
        assertThat(Interval.between(none.negate(), zero)).isEqualTo(new UpperBound(zero));
        assertThat(Interval.between(none.negate(), none)).isEqualTo(new Identity());
    }

    @Test
    void randomBoundsAreTakenAsFinite() {
        Tensor random = Tensor.of(Node.symbol(new Variable("bound"), Shape.SCALAR));
        Tensor none = Tensor.of(INFINITY);
        assertThat(Interval.between(random, random)).isEqualTo(new Interval(random, random));
        assertThat(Interval.between(random, none)).isEqualTo(new LowerBound(random));
        assertThat(Interval.between(none.negate(), random)).isEqualTo(new UpperBound(random));
        Bijector partly = Interval.between(Tensor.of(0, -INFINITY), random);
        Tensor value = partly.forward(Tensor.of(1.0, 2.0));
        assertThat(value.shape()).isEqualTo(Shape.of(2));
        assertThat(value.isConcrete()).isFalse();
    }

    @Test
    void eachElementHasItsOwnBounds() {
        Bijector bijector =
                Interval.between(Tensor.of(-INFINITY, 1, -INFINITY, 2), Tensor.of(INFINITY, INFINITY, 5, 4));
        assertThat(bijector.forward(Tensor.of(3.0, 0.0, 0.0, 0.0)).toArray()).containsExactly(3, 2, 4, 3);
        double logJacobian = bijector.logAbsDetJacobian(Tensor.of(3.0, 0.0, 0.0, 0.0), Tensor.of(3.0, 2.0, 4.0, 3.0))
                .doubleValue();
        assertThat(logJacobian).isEqualTo(Math.log(0.5), within(1e-15));
    }

    @Test
    void aScalarValueOfAnIntervalIsTheMiddleAtZero() {
        Interval interval = new Interval(Tensor.of(-2), Tensor.of(4));
        assertThat(interval.forward(Tensor.of(0.0)).doubleValue()).isEqualTo(1);
        assertThat(interval.logAbsDetJacobian(Tensor.of(0.0), Tensor.of(1.0)).doubleValue())
                .isEqualTo(Math.log(1.5), within(1e-15));
    }

    @Test
    void valuesStayInsideOfConstantBounds() {
        Interval unit = new Interval(Tensor.of(0), Tensor.of(1));
        assertThat(unit.forward(Tensor.of(-700.0, 36.0, 40.0, 700.0)).toArray())
                .containsExactly(Math.exp(-700), 1 - 0x1p-52, Math.nextDown(1.0), Math.nextDown(1.0));
        Interval shifted = new Interval(Tensor.of(1, 1), Tensor.of(3, 3));
        assertThat(shifted.forward(Tensor.of(-40.0, 40.0)).toArray())
                .containsExactly(Math.nextUp(1.0), Math.nextDown(3.0));
        assertThat(new LowerBound(Tensor.of(3)).forward(Tensor.of(-40.0)).doubleValue())
                .isEqualTo(Math.nextUp(3.0));
        assertThat(new UpperBound(Tensor.of(3)).forward(Tensor.of(-40.0)).doubleValue())
                .isEqualTo(Math.nextDown(3.0));
    }

    @Test
    void valuesAttainBoundsThatAreData() {
        Tensor data = Tensor.of(Node.leaf(new Data("bound"), Shape.SCALAR, new double[] {3}));
        assertThat(new LowerBound(data).forward(Tensor.of(-40.0)).doubleValue()).isEqualTo(3);
        assertThat(new UpperBound(data).forward(Tensor.of(-40.0)).doubleValue()).isEqualTo(3);
        assertThat(new Interval(data, Tensor.of(4)).forward(Tensor.of(-40.0)).doubleValue())
                .isEqualTo(3);
    }

    @Test
    void derivativesWithRespectToTheBoundsAreThoseOfFiniteDifferences() {
        double[] point = {-0.4, 0.2, 1.7};
        Shape shape = Shape.of(3);
        Tensor unconstrained = Tensor.of(0.5, -1, 2);
        double[][] rules = Derivatives.byRules(lower -> forwardAndLogJacobian(lower, unconstrained), shape, point);
        double[][] differences =
                Derivatives.byDifferences(lower -> forwardAndLogJacobian(lower, unconstrained), shape, point);
        for (int i = 0; i < rules.length; i++) {
            assertThat(rules[i]).containsExactly(differences[i], within(1e-9));
        }
        assertThat(rules[3]).doesNotContain(0);
    }

    private static Tensor forwardAndLogJacobian(Tensor lower, Tensor unconstrained) {
        Interval interval = new Interval(lower, lower.square().plus(3));
        Tensor constrained = interval.forward(unconstrained);
        return Tensor.concatenate(constrained, interval.logAbsDetJacobian(unconstrained, constrained));
    }

    @Test
    void exponentialsOverflowAndUnderflow() {
        assertThat(new Positive().forward(Tensor.of(-746.0, 710.0)).toArray()).containsExactly(0, INFINITY);
        assertThat(new Positive()
                        .logAbsDetJacobian(Tensor.of(-746.0, 710.0), Tensor.of(0.0, INFINITY))
                        .doubleValue())
                .isEqualTo(-36);
    }
}
