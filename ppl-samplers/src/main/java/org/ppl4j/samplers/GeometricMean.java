package org.ppl4j.samplers;

import java.util.Arrays;
import org.ppl4j.math.CholeskyDecomposition;

/**
 * The geometric mean of one symmetric positive-definite matrix and the inverse of another: the S with {@code S B S = A}.
 *
 * <p>With the Cholesky factor L of B it is the inverse of {@code Lᵀ} times the root of {@code Lᵀ A L} times the inverse of L.
 */
final class GeometricMean {
    private final int size;
    private final double[][] factor;

    private GeometricMean(double[][] b) {
        size = b.length;
        double[] flat = new double[size * size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(b[i], 0, flat, i * size, size);
        }
        double[] rows = new double[size * size];
        CholeskyDecomposition.factor(
                flat,
                false,
                size,
                rows,
                new double[CholeskyDecomposition.scratchRows(size)][CholeskyDecomposition.scratchColumns(size)]);
        factor = new double[size][];
        for (int i = 0; i < size; i++) {
            factor[i] = Arrays.copyOfRange(rows, i * size, (i + 1) * size);
        }
    }

    /** Returns the mean of a matrix and the inverse of another; what it is made of stays as it is. */
    static double[][] of(double[][] a, double[][] inverseOf) {
        GeometricMean mean = new GeometricMean(inverseOf);
        SymmetricEigen eigen = new SymmetricEigen(mean.between(a));
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
