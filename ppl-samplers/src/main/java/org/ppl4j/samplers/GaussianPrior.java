package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A Gaussian by its mean and the Cholesky factor of its precision, a row a coordinate, or the factor's diagonal alone. */
final class GaussianPrior {
    private final double[] mean;
    private final double[] diagonal;
    private final double[][] factor;

    private GaussianPrior(double[] mean, double[] diagonal, double[][] factor) {
        this.mean = mean;
        this.diagonal = diagonal;
        this.factor = factor;
    }

    /** Returns the Gaussian of independent coordinates. */
    static GaussianPrior independent(double[] mean, double[] precisions) {
        double[] roots = Arrays.stream(precisions).map(Math::sqrt).toArray();
        return new GaussianPrior(mean, roots, new double[0][]);
    }

    /**
     * Returns the Gaussian with a precision matrix.
     *
     * @throws IllegalArgumentException if the matrix is not positive definite
     */
    static GaussianPrior of(double[] mean, double[][] precision) {
        int dimension = mean.length;
        double[][] factor = new double[dimension][dimension];
        double[] diagonal = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = precision[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                if (i == j && !(sum > 0)) {
                    throw new IllegalArgumentException("The precision of a Gaussian must be positive definite.");
                }
                factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
            }
            diagonal[i] = factor[i][i];
        }
        return new GaussianPrior(mean, diagonal, factor);
    }

    double mean(int coordinate) {
        return mean[coordinate];
    }

    /** Draws a difference from the mean. */
    void draw(double[] difference, RandomGenerator random) {
        for (int i = 0; i < difference.length; i++) {
            difference[i] = random.nextGaussian();
        }
        divideByTranspose(difference);
    }

    /** Returns the product of the covariance and a vector. */
    double[] solve(double[] vector) {
        double[] solution = vector.clone();
        for (int i = 0; i < solution.length; i++) {
            for (int k = 0; k < i && factor.length > 0; k++) {
                solution[i] -= factor[i][k] * solution[k];
            }
            solution[i] /= diagonal[i];
        }
        divideByTranspose(solution);
        return solution;
    }

    private void divideByTranspose(double[] vector) {
        for (int i = vector.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < factor.length; k++) {
                vector[i] -= factor[k][i] * vector[k];
            }
            vector[i] /= diagonal[i];
        }
    }

    /** Returns the log density up to a constant. */
    double logDensity(double[] position) {
        double sum = 0;
        for (int j = 0; j < position.length; j++) {
            double term = diagonal[j] * (position[j] - mean[j]);
            for (int i = j + 1; i < factor.length; i++) {
                term += factor[i][j] * (position[i] - mean[i]);
            }
            sum += term * term;
        }
        return -sum / 2;
    }
}
