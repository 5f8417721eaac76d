package org.ppl4j.samplers;

import java.util.Arrays;

/**
 * The variances of the coordinates of a stream of vectors, without cancellation.
 *
 * <p>B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962.
 */
final class WelfordVariance {
    private final double[] mean;
    private final double[] squares;
    private int count;

    WelfordVariance(int dimension) {
        mean = new double[dimension];
        squares = new double[dimension];
    }

    void add(double[] vector) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            double difference = vector[i] - mean[i];
            mean[i] += difference / count;
            squares[i] += difference * (vector[i] - mean[i]);
        }
    }

    int count() {
        return count;
    }

    /** Returns the mean of a coordinate. */
    double mean(int i) {
        return mean[i];
    }

    /** Returns the unbiased sample variances; they need at least two vectors. */
    double[] variances() {
        double[] variances = new double[squares.length];
        for (int i = 0; i < variances.length; i++) {
            variances[i] = squares[i] / (count - 1);
        }
        return variances;
    }

    void reset() {
        Arrays.fill(mean, 0);
        Arrays.fill(squares, 0);
        count = 0;
    }
}
