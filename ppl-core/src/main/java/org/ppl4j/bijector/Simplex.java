package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Stick breaking, for vectors of non-negative elements that sum to one: each element takes a share of what those before
 * it left. Vectors lie along the last axis; zeros are mapped to equal elements.
 *
 * <p>Elements are computed from their logarithms, so that they stay positive until they underflow, below 1e-308. The
 * log-Jacobian, of all elements but the last, is finite throughout. An element of zero has no finite image.
 *
 * @see <a href="https://mc-stan.org/docs/2_32/reference-manual/simplex-transform-section.html">Stan Reference Manual 2.32,
 *     "Unit simplex"</a>
 */
public record Simplex() implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        int length = LastAxis.length(constrained);
        if (length == 0) {
            throw new IllegalArgumentException("A simplex needs at least one element, got shape " + constrained + ".");
        }
        return LastAxis.withLength(constrained, length - 1);
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        int length = LastAxis.length(unconstrained.shape()) + 1;
        Tensor logOdds = logOdds(unconstrained);
        Tensor logShare = logOdds.negate().softplus().negate();
        Tensor logRest = logOdds.softplus().negate();
        Tensor simplex = Positive.exponential(
                LastAxis.prefixSums(LastAxis.lay(logRest, 1, length)).plus(LastAxis.lay(logShare, 0, length)));
        simplex.node().noteSimplex();
        return simplex;
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        int last = LastAxis.length(constrained.shape()) - 1;
        Tensor left = LastAxis.slice(LastAxis.suffixSums(constrained), 1, last + 1);
        return LastAxis.slice(constrained, 0, last).log().minus(left.log()).plus(shift(last));
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        Tensor logOdds = logOdds(unconstrained);
        int last = LastAxis.length(unconstrained.shape());
        // what an element leaves scales its own derivative and that of every later element but the last
        double[] left = new double[last];
        for (int k = 0; k < last; k++) {
            left[k] = last - k;
        }
        Tensor scaled = Tensor.of(left);
        Tensor rest = scaled.timesElementwise(logOdds.softplus());
        return logOdds.negate().softplus().plus(rest).sum().negate();
    }

    private static Tensor logOdds(Tensor unconstrained) {
        return unconstrained.minus(shift(LastAxis.length(unconstrained.shape())));
    }

    private static Tensor shift(int last) {
        double[] shift = new double[last];
        for (int k = 0; k < last; k++) {
            shift[k] = StrictMath.log(last - k);
        }
        return Tensor.of(shift);
    }
}
