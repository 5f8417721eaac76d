package org.ppl4j.samplers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stan's dense metric: the covariance of the positions, shrunk as {@link VarianceEstimator} shrinks variances. */
final class CovarianceEstimator implements MetricEstimator {
    private final int dimension;
    private final double[] mean;
    private final double[] difference;
    /** The sums of products, of which the lower triangle is kept. */
    private final double[] products;

    private int count;

    CovarianceEstimator(int dimension) {
        this.dimension = dimension;
        mean = new double[dimension];
        difference = new double[dimension];
        products = new double[dimension * dimension];
    }

    @Override
    public void add(GradientState state) {
        double[] position = state.position();
        count++;
        for (int i = 0; i < dimension; i++) {
            difference[i] = position[i] - mean[i];
            mean[i] += difference[i] / count;
            for (int j = 0; j <= i; j++) {
                products[i * dimension + j] += (position[i] - mean[i]) * difference[j];
            }
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public @Nullable Metric estimate() {
        if (count < 2) {
            return null;
        }
        double weight = count / (count + VarianceEstimator.PRIOR_COUNT);
        double[] covariance = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                double value = weight * products[i * dimension + j] / (count - 1);
                covariance[i * dimension + j] = value;
                covariance[j * dimension + i] = value;
            }
            covariance[i * dimension + i] += (1 - weight) * VarianceEstimator.PRIOR_VARIANCE;
        }
        return DenseMetric.ifPositiveDefinite(covariance, dimension);
    }

    @Override
    public void reset() {
        Arrays.fill(mean, 0);
        Arrays.fill(products, 0);
        count = 0;
    }
}
