package org.ppl4j.density;

/**
 * An unnormalised log density on the unconstrained reals: all that a gradient-based sampler sees of a model.
 *
 * <p>Compiled and dynamic models provide one; a user may also write one by hand and sample it. Implementations are safe
 * to call from several threads at once and do not keep the arrays they are given.
 *
 * <p>Where the density is zero, or cannot be evaluated, the value is {@code -Infinity} or {@code NaN}; samplers reject
 * such positions. A thrown exception is taken the same way, and reported; a {@link ChangingStructureException} or a
 * {@link LostDerivativeException} breaks the sampling off.
 */
public interface LogDensity {

    /** Returns the number of unconstrained coordinates. */
    int dimension();

    /**
     * Returns the log density at a position.
     *
     * @param position the unconstrained coordinates, {@link #dimension()} of them
     */
    double logDensity(double[] position);

    /**
     * Returns the log density at a position and writes its gradient.
     *
     * @param position the unconstrained coordinates, {@link #dimension()} of them
     * @param gradient receives the partial derivative with respect to each coordinate; not the same array as
     *     {@code position}
     */
    double logDensityAndGradient(double[] position, double[] gradient);
}
