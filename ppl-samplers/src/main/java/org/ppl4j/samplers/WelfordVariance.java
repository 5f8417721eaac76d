package org.ppl4j.samplers;

import java.util.Arrays;

/**
 * The variances of the coordinates of a stream of positions, without cancellation.
 *
 * <p>B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962.
 */
final class WelfordVariance implements MetricEstimator {
    /** How many positions the prior guess below counts for, as in Stan. */
    private static final double PRIOR_COUNT = 5;

    private static final double PRIOR_VARIANCE = 1e-3;

    private final double[] mean;
    private final double[] squares;
    private long count;

    WelfordVariance(int dimension) {
        mean = new double[dimension];
        squares = new double[dimension];
    }

    @Override
    public Metric initial() {
        return new UnitMetric();
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public void add(double[] position) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            double difference = position[i] - mean[i];
            mean[i] += difference / count;
            squares[i] += difference * (position[i] - mean[i]);
        }
    }

    /** Returns the unbiased sample variances; they need at least two positions. */
    double[] variances() {
        double[] variances = new double[squares.length];
        for (int i = 0; i < variances.length; i++) {
            variances[i] = squares[i] / (count - 1);
        }
        return variances;
    }

    /** A few positions say little: the variances are shrunk towards a small number, the more so the fewer there are. */
    @Override
    public Metric estimate() {
        double weight = count / (count + PRIOR_COUNT);
        double[] variances = variances();
        for (int i = 0; i < variances.length; i++) {
            variances[i] = weight * variances[i] + (1 - weight) * PRIOR_VARIANCE;
        }
        Arrays.fill(mean, 0);
        Arrays.fill(squares, 0);
        count = 0;
        return new DiagonalMetric(variances);
    }
}
