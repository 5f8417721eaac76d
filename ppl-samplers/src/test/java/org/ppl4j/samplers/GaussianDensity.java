package org.ppl4j.samplers;

import org.ppl4j.density.LogDensity;

/** A Gaussian by its mean and covariance, unnormalised, as a hand-written log density. */
final class GaussianDensity implements LogDensity {
    final double[] mean;
    final double[][] covariance;
    private final double[][] precision;

    GaussianDensity(double[] mean, double[][] covariance) {
        this.mean = mean.clone();
        this.covariance = covariance;
        this.precision = inverse(covariance);
    }

    static GaussianDensity standard(int dimension) {
        double[][] identity = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            identity[i][i] = 1;
        }
        return new GaussianDensity(new double[dimension], identity);
    }

    /** The same mean with every standard deviation multiplied. */
    GaussianDensity scaled(double factor) {
        double[][] scaled = new double[mean.length][mean.length];
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                scaled[i][j] = covariance[i][j] * factor * factor;
            }
        }
        return new GaussianDensity(mean, scaled);
    }

    @Override
    public int dimension() {
        return mean.length;
    }

    @Override
    public double logDensity(double[] position) {
        return logDensityAndGradient(position, new double[position.length]);
    }

    @Override
    public double logDensityAndGradient(double[] position, double[] gradient) {
        double value = 0;
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (int j = 0; j < mean.length; j++) {
                sum -= precision[i][j] * (position[j] - mean[j]);
            }
            gradient[i] = sum;
            value += sum * (position[i] - mean[i]) / 2;
        }
        return value;
    }

    /** Gauss–Jordan without pivoting, which a covariance does not need. */
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] work = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, work[i], 0, n);
            work[i][n + i] = 1;
        }
        for (int pivot = 0; pivot < n; pivot++) {
            double scale = work[pivot][pivot];
            for (int j = 0; j < 2 * n; j++) {
                work[pivot][j] /= scale;
            }
            for (int i = 0; i < n; i++) {
                double factor = i == pivot ? 0 : work[i][pivot];
                for (int j = 0; j < 2 * n; j++) {
                    work[i][j] -= factor * work[pivot][j];
                }
            }
        }
        double[][] result = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(work[i], n, result[i], 0, n);
        }
        return result;
    }
}
