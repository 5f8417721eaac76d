package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The upper bound minus the exponential, for values below a bound, element by element.
 *
 * <p>Where the exponential is too small to change a constant bound, the value is the next smaller number, with gradient
 * zero, so that a density that is infinite at the bound stays finite. A bound that is random or data is then attained
 * exactly.
 *
 * @param upper the upper bound, finite, random or not; it broadcasts to the value
 */
public record UpperBound(Tensor upper) implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        return Bounds.keepBelow(upper, upper.minus(Positive.exponential(unconstrained)));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        return upper.minus(constrained).log();
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        return unconstrained.sum();
    }
}
