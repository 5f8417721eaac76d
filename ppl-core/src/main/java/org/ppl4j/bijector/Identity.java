package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** The identity, for values without a constraint. */
public record Identity() implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        return unconstrained;
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        return constrained;
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        return Tensor.of(0);
    }
}
