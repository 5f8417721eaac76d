package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * The geometry that Hamiltonian dynamics move in: the distribution of the momentum, and its kinetic energy.
 *
 * <p>A metric is given by its inverse mass matrix, which is best the covariance of the target. Immutable, and used by all
 * chains at once.
 */
@CheckReturnValue
@LibraryFrame
public interface Metric {

    /**
     * Draws a momentum, normal with the mass matrix as its covariance.
     *
     * @param random the only source of randomness
     * @param momentum receives it
     */
    void drawMomentum(RandomGenerator random, double[] momentum);

    /**
     * Writes the inverse mass matrix times the momentum.
     *
     * @param momentum the momentum
     * @param velocity receives the velocity; another array
     */
    void velocity(double[] momentum, double[] velocity);

    /**
     * {@return half the product of momentum and velocity}
     *
     * @param momentum the momentum
     * @param velocity its velocity
     */
    default double kineticEnergy(double[] momentum, double[] velocity) {
        double twice = 0;
        for (int i = 0; i < momentum.length; i++) {
            twice += momentum[i] * velocity[i];
        }
        return twice / 2;
    }

    /**
     * {@return whether it is a metric of a space of that many dimensions; of all unless overridden}
     *
     * @param dimension the number of unconstrained coordinates
     */
    default boolean fits(int dimension) {
        return true;
    }

    /** {@return the identity, for any number of coordinates} */
    static Metric unit() {
        return UnitMetric.INSTANCE;
    }

    /**
     * {@return the metric of independent coordinates}
     *
     * @param variances the variances of the coordinates
     * @throws IllegalArgumentException if one is not positive and finite
     */
    static Metric diagonal(double... variances) {
        return new DiagonalMetric(Arguments.nonNull(variances, "variances"));
    }

    /**
     * {@return the metric of correlated coordinates}
     *
     * @param covariance their covariance
     * @throws IllegalArgumentException if it is not square, not symmetric or not positive definite
     */
    static Metric dense(double[][] covariance) {
        return DenseMetric.of(rows(covariance, "covariance"));
    }

    /**
     * {@return the metric of coordinates that are correlated in a few directions}: with the scales as a diagonal matrix S,
     * directions u and their variances v, the covariance {@code S (I + Σ (v - 1) u uᵀ) S}
     *
     * @param scales the standard deviations of the coordinates apart from those directions
     * @param directions orthonormal vectors
     * @param variances the variance along each of them, in units of the scales
     * @throws IllegalArgumentException if the sizes do not match, a number is not positive, or the directions are not
     *     orthonormal
     */
    static Metric lowRank(double[] scales, double[][] directions, double[] variances) {
        return LowRankMetric.of(
                Arguments.nonNull(scales, "scales"),
                rows(directions, "directions"),
                Arguments.nonNull(variances, "variances"));
    }

    private static double[][] rows(double[][] matrix, String name) {
        for (int row = 0; row < Arguments.nonNull(matrix, name).length; row++) {
            Arguments.nonNull(matrix[row], name + "[" + row + "]");
        }
        return matrix;
    }
}
