package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** A smooth one-to-one map from the unconstrained reals to the support of a continuous distribution. */
public interface Bijector {

    /**
     * Returns the shape of the unconstrained value that stands for a constrained one.
     *
     * @param constrained the shape of the constrained value
     */
    Shape unconstrainedShape(Shape constrained);

    /**
     * Maps to the support.
     *
     * @param unconstrained any real numbers
     */
    Tensor forward(Tensor unconstrained);

    /**
     * Maps back from the support.
     *
     * @param constrained a value inside of the support
     */
    Tensor inverse(Tensor constrained);

    /**
     * Returns the logarithm of the absolute Jacobian determinant of {@link #forward}, one scalar for the whole value.
     *
     * @param unconstrained where
     * @param constrained the value of {@link #forward} there, so that it need not be computed twice
     */
    Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained);
}
