package org.ppl4j.samplers;

import org.ppl4j.math.CholeskyDecomposition;

/**
 * The geometric mean of one symmetric positive-definite matrix and the inverse of another: the S with {@code S B S = A}.
 *
 * <p>With the Cholesky factor L of B it is the inverse of {@code Lᵀ} times the root of {@code Lᵀ A L} times the inverse of L.
 */
final class GeometricMean {
    private final int size;
    private final double[] factor;

    private GeometricMean(double[][] b) {
        size = b.length;
        factor = new double[size * size];
        double[] flat = new double[size * size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(b[i], 0, flat, i * size, size);
        }
        CholeskyDecomposition.factor(
                flat,
                false,
                size,
                factor,
                new double[CholeskyDecomposition.scratchRows(size)][CholeskyDecomposition.scratchColumns(size)]);
    }

    /** Returns the mean of a matrix and the inverse of another; what it is made of stays as it is. */
    static double[][] of(double[][] a, double[][] inverseOf) {
        GeometricMean mean = new GeometricMean(inverseOf);
        SymmetricEigen eigen = new SymmetricEigen(mean.between(a));
        double[][] result = new double[mean.size][mean.size];
        for (int k = 0; k < mean.size; k++) {
            double[] column = eigen.vectors()[k];
            // rounding can make a tiny eigenvalue negative
            mean.solveTransposed(column);
            addProduct(column, Math.sqrt(Math.max(0, eigen.values()[k])), result);
        }
        return result;
    }

    /** Returns {@code Lᵀ A L}. */
    private double[][] between(double[][] a) {
        double[][] right = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < size; k++) {
                for (int j = 0; j <= k; j++) {
                    right[i][j] += a[i][k] * factor[k * size + j];
                }
            }
        }
        double[][] result = new double[size][size];
        for (int k = 0; k < size; k++) {
            for (int i = 0; i <= k; i++) {
                double element = factor[k * size + i];
                for (int j = 0; j < size; j++) {
                    result[i][j] += element * right[k][j];
                }
            }
        }
        return result;
    }

    /** Divides by {@code Lᵀ}, in place. */
    private void solveTransposed(double[] vector) {
        for (int i = size - 1; i >= 0; i--) {
            vector[i] /= factor[i * size + i];
            for (int j = 0; j < i; j++) {
                vector[j] -= factor[i * size + j] * vector[i];
            }
        }
    }

    private static void addProduct(double[] vector, double weight, double[][] sum) {
        for (int i = 0; i < vector.length; i++) {
            double first = weight * vector[i];
            double[] row = sum[i];
            for (int j = 0; j < vector.length; j++) {
                row[j] += first * vector[j];
            }
        }
    }
}
