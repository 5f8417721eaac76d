package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The first element and the logarithms of the steps, for strictly increasing vectors along the last axis.
 *
 * <p>A step too small to change the element before it, relative to which it is below 1e-16, makes a tie; a step above
 * 1e308 makes infinite all elements from there. The log-Jacobian is finite throughout.
 *
 * @see <a href="https://mc-stan.org/docs/2_32/reference-manual/ordered-vector.html">Stan Reference Manual 2.32, "Ordered
 *     vector"</a>
 */
public record Ordered() implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        LastAxis.length(constrained);
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        return LastAxis.prefixSums(firstAndRest(unconstrained, Positive.exponential(steps(unconstrained))));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        int length = LastAxis.length(constrained.shape());
        Tensor before = LastAxis.slice(constrained, 0, Math.max(0, length - 1));
        return firstAndRest(constrained, steps(constrained).minus(before).log());
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        return steps(unconstrained).sum();
    }

    private static Tensor steps(Tensor vectors) {
        int length = LastAxis.length(vectors.shape());
        return LastAxis.slice(vectors, Math.min(1, length), length);
    }

    private static Tensor firstAndRest(Tensor vectors, Tensor rest) {
        int length = LastAxis.length(vectors.shape());
        Tensor first = LastAxis.slice(vectors, 0, Math.min(1, length));
        return LastAxis.lay(first, 0, length).plus(LastAxis.lay(rest, 1, length));
    }
}
