package org.ppl4j.bijector;

import java.util.stream.IntStream;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Canonical partial correlations through the hyperbolic tangent, row by row, for Cholesky factors of correlation matrices:
 * lower triangular, with rows of norm one and a positive diagonal. Axes before the last two number the matrices.
 *
 * <p>What the elements before leave of a row's norm is computed from its logarithm, so that the diagonal stays positive
 * until it underflows, below 1e-308: the absolute values in a row sum to more than 700. The log-Jacobian, of the elements
 * below the diagonal, is finite throughout.
 *
 * @see <a href="https://mc-stan.org/docs/2_32/reference-manual/cholesky-factors-of-correlation-matrices.html">Stan
 *     Reference Manual 2.32, "Cholesky factors of correlation matrices"</a>
 */
public record CorrelationCholesky() implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        Triangle triangle = Triangle.of(constrained);
        if (triangle.size() == 0) {
            throw new IllegalArgumentException(
                    "A correlation matrix needs at least one row, got shape " + constrained + ".");
        }
        return triangle.vectors(triangle.strict());
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        Triangle triangle = Triangle.ofBelow(unconstrained.shape());
        Shape matrices = triangle.matrices();
        Tensor logLeft = LastAxis.prefixSums(logSquaredSecant(unconstrained).put(matrices, triangle.below(1)));
        Tensor shares = unconstrained.tanh().put(matrices, triangle.below(0)).plus(Tensor.identity(triangle.size()));
        return shares.timesElementwise(logLeft.times(0.5).exp());
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        Triangle triangle = Triangle.of(constrained.shape());
        Shape packed = triangle.vectors(triangle.strict());
        Tensor left = LastAxis.suffixSums(constrained.square()).take(packed, triangle.below(1));
        Tensor ratio = constrained.take(packed, triangle.below(0)).dividedBy(left.sqrt());
        return inverseHyperbolicSine(ratio);
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        int size = Triangle.ofBelow(unconstrained.shape()).size();
        // what an element leaves scales, by its square root, the derivatives of the later ones below the diagonal
        Tensor weights = Tensor.of(IntStream.range(0, size)
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, i).mapToDouble(j -> 1 + (i - 1 - j) / 2.0))
                .toArray());
        return weights.timesElementwise(logSquaredSecant(unconstrained)).sum();
    }

    /** Returns log(1 - tanh(x)²) = log 4 - log(1 + exp(2x)) - log(1 + exp(-2x)). */
    private static Tensor logSquaredSecant(Tensor x) {
        Tensor doubled = x.times(2);
        return Tensor.of(StrictMath.log(4))
                .minus(doubled.softplus())
                .minus(doubled.negate().softplus());
    }

    /** The tangent's inverse by way of the sine's, since near one the tangent has lost what the sine still tells. */
    private static Tensor inverseHyperbolicSine(Tensor x) {
        // not abs() and sign(), whose derivatives at zero would make this one's zero
        Tensor negative = x.lessThan(0);
        Tensor magnitude = Tensor.where(negative, x.negate(), x);
        Tensor square = magnitude.square();
        Tensor result =
                magnitude.plus(square.dividedBy(square.plus(1).sqrt().plus(1))).log1p();
        return Tensor.where(negative, result.negate(), result);
    }
}
