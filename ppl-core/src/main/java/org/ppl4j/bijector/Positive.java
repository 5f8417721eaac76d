package org.ppl4j.bijector;

import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The exponential function, for positive values, element by element.
 *
 * <p>Above 709.78 the value overflows to infinity, below -745.13 it underflows to zero. The log-Jacobian is finite
 * throughout.
 */
public record Positive() implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        return exponential(unconstrained);
    }

    /** Returns the exponential of what is made of single coordinates. */
    static Tensor exponential(Tensor unconstrained) {
        return Tensor.of(Nodes.apply(new Exp(true), unconstrained.node()));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        return constrained.log();
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        return unconstrained.sum();
    }
}
