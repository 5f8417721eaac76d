package org.ppl4j.samplers;

import org.jspecify.annotations.Nullable;

/** Stan's diagonal metric: the variances of the positions. */
final class VarianceEstimator implements MetricEstimator {
    /** How many positions the prior guess below counts for. */
    static final double PRIOR_COUNT = 5;

    static final double PRIOR_VARIANCE = 1e-3;

    private final WelfordVariance positions;

    VarianceEstimator(int dimension) {
        positions = new WelfordVariance(dimension);
    }

    @Override
    public void add(GradientState state) {
        positions.add(state.position());
    }

    @Override
    public int count() {
        return positions.count();
    }

    /** A few positions say little: the variances are shrunk towards a small number, the more so the fewer there are. */
    @Override
    public @Nullable Metric estimate() {
        if (count() < 2) {
            return null;
        }
        double weight = count() / (count() + PRIOR_COUNT);
        double[] variances = positions.variances();
        for (int i = 0; i < variances.length; i++) {
            variances[i] = weight * variances[i] + (1 - weight) * PRIOR_VARIANCE;
        }
        return new DiagonalMetric(variances);
    }

    @Override
    public void reset() {
        positions.reset();
    }
}
