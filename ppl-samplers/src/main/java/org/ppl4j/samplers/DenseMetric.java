package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.CholeskyDecomposition;

/** The metric whose inverse mass matrix is a whole covariance. */
final class DenseMetric implements Metric {
    private static final double SYMMETRY = 1e-8;

    private final int dimension;
    private final double[] covariance;
    /** The lower Cholesky factor of the covariance. */
    private final double[] factor;

    private DenseMetric(double[] covariance, int dimension) {
        this.dimension = dimension;
        this.covariance = covariance;
        this.factor = new double[dimension * dimension];
        double[][] scratch = new double[CholeskyDecomposition.scratchRows(dimension)]
                [CholeskyDecomposition.scratchColumns(dimension)];
        CholeskyDecomposition.factor(covariance, false, dimension, factor, scratch);
    }

    /** Takes a symmetric matrix over, row-major; returns null if it is no covariance. */
    static @Nullable DenseMetric ifPositiveDefinite(double[] covariance, int dimension) {
        DenseMetric metric = new DenseMetric(covariance, dimension);
        return Arrays.stream(metric.factor).allMatch(Double::isFinite) ? metric : null;
    }

    /** Copies a covariance, of which the lower triangle is read. */
    static DenseMetric of(double[][] rows) {
        int dimension = rows.length;
        double[] covariance = new double[dimension * dimension];
        for (double[] row : rows) {
            if (row.length != dimension) {
                throw new IllegalArgumentException("The covariance of a metric must be square, got a row of "
                        + row.length + " numbers among " + dimension + " rows.");
            }
        }
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                requireFinite(rows, i, j);
                requireFinite(rows, j, i);
                requireEqual(rows, i, j);
                covariance[i * dimension + j] = rows[i][j];
                covariance[j * dimension + i] = rows[i][j];
            }
        }
        DenseMetric metric = ifPositiveDefinite(covariance, dimension);
        if (metric == null) {
            throw new IllegalArgumentException(
                    "The covariance of a metric must be positive definite, got " + Arrays.deepToString(rows) + ".");
        }
        return metric;
    }

    private static void requireFinite(double[][] rows, int i, int j) {
        if (!Double.isFinite(rows[i][j])) {
            throw new IllegalArgumentException("The covariance of a metric must be finite, got " + rows[i][j]
                    + " in row " + i + " and column " + j + ".");
        }
    }

    /** A little rounding may differ on both sides of the diagonal. */
    private static void requireEqual(double[][] rows, int i, int j) {
        double scale = Math.sqrt(Math.abs(rows[i][i] * rows[j][j]));
        if (Math.abs(rows[i][j] - rows[j][i]) > SYMMETRY * Math.max(scale, Math.abs(rows[i][j]))) {
            throw new IllegalArgumentException("The covariance of a metric must be symmetric, got " + rows[i][j]
                    + " in row " + i + " and column " + j + ", but " + rows[j][i] + " in row " + j + " and column " + i
                    + ".");
        }
    }

    double covariance(int row, int column) {
        return covariance[row * dimension + column];
    }

    /** With the factor L of the covariance, standard normal numbers divided by the transpose of L. */
    @Override
    public void drawMomentum(RandomGenerator random, double[] momentum) {
        for (int i = 0; i < dimension; i++) {
            momentum[i] = random.nextGaussian();
        }
        for (int i = dimension - 1; i >= 0; i--) {
            momentum[i] /= factor[i * dimension + i];
            for (int j = 0; j < i; j++) {
                momentum[j] -= factor[i * dimension + j] * momentum[i];
            }
        }
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        Arrays.fill(velocity, 0);
        for (int i = 0; i < dimension; i++) {
            double factorOfRow = momentum[i];
            int row = i * dimension;
            for (int j = 0; j < dimension; j++) {
                velocity[j] += covariance[row + j] * factorOfRow;
            }
        }
    }

    @Override
    public boolean fits(int coordinates) {
        return coordinates == dimension;
    }

    @Override
    public String toString() {
        return "Metric.dense(" + dimension + " x " + dimension + ")";
    }
}
