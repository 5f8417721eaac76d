package org.ppl4j.samplers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.CholeskyDecomposition;

/**
 * The geometric mean of one symmetric positive-definite matrix and the inverse of another: the S with {@code S B S = A}.
 *
 * <p>With the Cholesky factor L of B it is the inverse of {@code Lᵀ} times the root of {@code Lᵀ A L} times the inverse of L.
 */
final class GeometricMean {
    /** Of the largest diagonal element. */
    private static final double LEAST_ADDED = 1e-15;

    private static final double MOST_ADDED = 1e-8;

    private final int size;
    private final double[][] factor;

    private GeometricMean(double[][] factor) {
        this.size = factor.length;
        this.factor = factor;
    }

    /**
     * Returns the mean of a matrix and the inverse of another, which stay as they are; null if rounding or an overflow leaves
     * none.
     */
    static double @Nullable [][] of(double[][] a, double[][] inverseOf) {
        double[][] factor = factor(inverseOf);
        if (factor == null) {
            return null;
        }
        GeometricMean mean = new GeometricMean(factor);
        SymmetricEigen eigen = SymmetricEigen.of(mean.between(a));
        if (eigen == null) {
            return null;
        }
        double[][] columns = eigen.vectors();
        for (int k = 0; k < mean.size; k++) {
            // rounding can make a tiny eigenvalue negative
            double root = Math.sqrt(Math.max(0, eigen.values()[k]));
            mean.solveTransposed(columns[k], Math.sqrt(root));
        }
        double[][] result = new double[mean.size][mean.size];
        Vectors.addSquares(columns, 1, result);
        return result;
    }

    /**
     * Returns the Cholesky factor. Of a matrix that is positive definite but for its rounding, as that of numbers that are nearly
     * perfectly correlated may be, it is the factor of one with a little more on its diagonal: as little as will do.
     */
    private static double @Nullable [][] factor(double[][] matrix) {
        int size = matrix.length;
        double[] flat = new double[size * size];
        double largest = 0;
        for (int i = 0; i < size; i++) {
            System.arraycopy(matrix[i], 0, flat, i * size, size);
            largest = Math.max(largest, matrix[i][i]);
        }
        double[] rows = new double[size * size];
        double[][] scratch =
                new double[CholeskyDecomposition.scratchRows(size)][CholeskyDecomposition.scratchColumns(size)];
        for (double part = 0; part < MOST_ADDED; part = Math.max(LEAST_ADDED, 10 * part)) {
            for (int i = 0; i < size; i++) {
                flat[i * size + i] = matrix[i][i] + part * largest;
            }
            CholeskyDecomposition.factor(flat, false, size, rows, scratch);
            if (size == 0 || Double.isFinite(rows[0])) {
                return rowsOf(rows, size);
            }
        }
        return null;
    }

    private static double[][] rowsOf(double[] flat, int size) {
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * size, (i + 1) * size);
        }
        return rows;
    }

    /** Returns {@code Lᵀ A L}, its lower triangle. */
    private double[][] between(double[][] a) {
        double[][] right = new double[size][size];
        for (int i = 0; i < size; i++) {
            Vectors.addMultiples(factor, 0, a[i], right[i], size);
        }
        double[][] result = new double[size][size];
        double[] column = new double[size];
        for (int i = 0; i < size; i++) {
            for (int k = i; k < size; k++) {
                column[k] = factor[k][i];
            }
            Vectors.addMultiples(right, i, column, result[i], i + 1);
        }
        return result;
    }

    /** Divides by {@code Lᵀ} and multiplies by a number, in place. */
    private void solveTransposed(double[] vector, double times) {
        for (int i = size - 1; i >= 0; i--) {
            vector[i] /= factor[i][i];
            Vectors.addMultiple(factor[i], -vector[i], vector, i);
            vector[i] *= times;
        }
    }
}
