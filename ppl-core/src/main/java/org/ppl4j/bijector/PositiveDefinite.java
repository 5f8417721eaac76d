package org.ppl4j.bijector;

import java.util.stream.IntStream;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The Cholesky factor with the logarithms of its diagonal, for symmetric positive-definite matrices. Axes before the last
 * two number the matrices. The log-Jacobian is of the lower triangle, and is finite throughout.
 *
 * <p>The result is symmetric to the last bit. If the factor's elements differ by more than eight orders of magnitude it
 * can be indefinite by rounding.
 *
 * @see <a href="https://mc-stan.org/docs/2_32/reference-manual/covariance-matrices.html">Stan Reference Manual 2.32,
 *     "Covariance matrices"</a>
 */
public record PositiveDefinite() implements Bijector {

    private static final CholeskyFactor FACTOR = new CholeskyFactor();

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return FACTOR.unconstrainedShape(constrained);
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        return Triangle.ofAll(unconstrained.shape())
                .mapEach(
                        FACTOR.forward(unconstrained),
                        factor -> Tensor.of(Nodes.matrixMultiply(factor.node(), factor.node(), false, true)));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        return FACTOR.inverse(Triangle.of(constrained.shape()).mapEach(constrained, Tensor::cholesky));
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        Triangle triangle = Triangle.ofAll(unconstrained.shape());
        int size = triangle.size();
        Tensor weights =
                Tensor.of(IntStream.range(0, size).map(k -> size - k + 1).toArray());
        Tensor logDiagonal = CholeskyFactor.logDiagonal(unconstrained);
        return weights.timesElementwise(logDiagonal).sum().plus(triangle.batch().size() * size * StrictMath.log(2));
    }
}
