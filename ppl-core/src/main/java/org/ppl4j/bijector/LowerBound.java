package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The lower bound plus the exponential, for values above a bound, element by element.
 *
 * <p>Where the exponential is too small to change a constant bound, the value is the next larger number, with gradient
 * zero, so that a density that is infinite at the bound stays finite. A bound that is random or data is then attained
 * exactly.
 *
 * @param lower the lower bound, finite, random or not; it broadcasts to the value
 */
public record LowerBound(Tensor lower) implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        return Bounds.keepAbove(lower, lower.plus(Positive.exponential(unconstrained)));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        return constrained.minus(lower).log();
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        return unconstrained.sum();
    }
}
