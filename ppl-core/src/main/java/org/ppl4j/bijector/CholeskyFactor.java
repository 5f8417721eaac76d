package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The elements of the triangle, row by row, with the logarithms of the diagonal, for lower triangular matrices with a
 * positive diagonal. Axes before the last two number the matrices.
 *
 * @see <a href="https://mc-stan.org/docs/2_32/reference-manual/cholesky-factors-of-covariance-matrices.html">Stan Reference
 *     Manual 2.32, "Cholesky factors of covariance matrices"</a>
 */
public record CholeskyFactor() implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        Triangle triangle = Triangle.of(constrained);
        return triangle.vectors(triangle.packed());
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        Triangle triangle = Triangle.ofAll(unconstrained.shape());
        Tensor below = unconstrained.take(triangle.vectors(triangle.strict()), triangle.packedBelow());
        return below.put(triangle.matrices(), triangle.below(0))
                .plus(Positive.exponential(logDiagonal(unconstrained)).put(triangle.matrices(), triangle.diagonal()));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        Triangle triangle = Triangle.of(constrained.shape());
        Shape packed = triangle.vectors(triangle.packed());
        Tensor below = constrained.take(triangle.vectors(triangle.strict()), triangle.below(0));
        Tensor diagonal = constrained.take(triangle.vectors(triangle.size()), triangle.diagonal());
        return below.put(packed, triangle.packedBelow()).plus(diagonal.log().put(packed, triangle.packedDiagonal()));
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        return logDiagonal(unconstrained).sum();
    }

    /** Returns the logarithms of the diagonal. */
    static Tensor logDiagonal(Tensor unconstrained) {
        Triangle triangle = Triangle.ofAll(unconstrained.shape());
        return unconstrained.take(triangle.vectors(triangle.size()), triangle.packedDiagonal());
    }
}
