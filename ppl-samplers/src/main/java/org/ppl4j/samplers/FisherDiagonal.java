package org.ppl4j.samplers;

import org.jspecify.annotations.Nullable;

/**
 * The diagonal metric in which the target is closest to a standard normal by the Fisher divergence: the root of the
 * variances of the positions over those of the gradients. For independent normal coordinates it is exact after two states.
 *
 * <p>A. Seyboldt, E. L. Carlson and B. Carpenter, "Preconditioning Hamiltonian Monte Carlo by minimizing Fisher
 * divergence", arXiv:2603.18845, 2026.
 */
final class FisherDiagonal implements MetricEstimator {
    private static final int FEWEST = 3;
    private static final double SMALLEST = 1e-20;
    private static final double LARGEST = 1e20;

    private final WelfordVariance positions;
    private final WelfordVariance gradients;

    FisherDiagonal(int dimension) {
        positions = new WelfordVariance(dimension);
        gradients = new WelfordVariance(dimension);
    }

    @Override
    public void add(GradientState state) {
        positions.add(state.position());
        gradients.add(state.gradient());
    }

    @Override
    public int count() {
        return positions.count();
    }

    @Override
    public @Nullable Metric estimate() {
        if (count() < FEWEST) {
            return null;
        }
        double[] variances = positions.variances();
        double[] steepness = gradients.variances();
        for (int i = 0; i < variances.length; i++) {
            variances[i] = variance(variances[i], steepness[i]);
        }
        return new DiagonalMetric(variances);
    }

    /** Returns the variance of a coordinate in the metric; one where positions or gradients do not vary. */
    static double variance(double ofPositions, double ofGradients) {
        double variance = Math.sqrt(ofPositions / ofGradients);
        return Double.isFinite(variance) && variance > 0 ? Math.max(SMALLEST, Math.min(LARGEST, variance)) : 1;
    }

    @Override
    public void reset() {
        positions.reset();
        gradients.reset();
    }
}
