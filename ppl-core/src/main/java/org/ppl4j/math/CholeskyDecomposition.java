package org.ppl4j.math;

import java.util.Arrays;

/**
 * Symmetric positive-definite matrices by their lower Cholesky factors: the factor, the inverse from it, and the adjoint by its
 * determinant.
 *
 * <p>Of a symmetric matrix the lower triangle alone is read or written. It lies in the rows of a square matrix, row-major,
 * or is <em>packed</em>: row after row without gaps, {@code n (n + 1) / 2} elements.
 */
public final class CholeskyDecomposition {

    /** Side of the squares in which matrices are transposed. */
    private static final int TILE = 4;

    private CholeskyDecomposition() {}

    /**
     * {@return how many elements the lower triangle of a matrix has, with its diagonal}
     *
     * @param n the number of rows
     */
    public static int packedSize(int n) {
        return n * (n + 1) / 2;
    }

    /**
     * {@return how many rows of memory the functions need}
     *
     * @param n the number of rows of the matrix
     */
    public static int scratchRows(int n) {
        return 2 * n + 1;
    }

    /**
     * {@return how long the rows of memory must be}
     *
     * @param n the number of rows of the matrix
     */
    public static int scratchColumns(int n) {
        return Math.max(n, Rows.GROUP * Rows.BLOCK);
    }

    /** Returns where a row of a triangle begins. */
    static int rowStart(int row, int n, boolean packed) {
        return packed ? packedSize(row) : row * n;
    }

    /**
     * Computes the factor, all of it NaN if the matrix is not positive definite.
     *
     * @param matrix the lower triangle of the matrix
     * @param packed whether it is packed
     * @param n the number of rows
     * @param factor receives the factor, row-major, with zeros above the diagonal
     * @param scratch memory
     */
    public static void factor(double[] matrix, boolean packed, int n, double[] factor, double[][] scratch) {
        transposeIn(matrix, packed, n, scratch);
        for (int i0 = 0; i0 < n; i0 += Rows.BLOCK) {
            int i1 = Math.min(n, i0 + Rows.BLOCK);
            for (int k0 = 0; k0 < i0; k0 += Rows.BLOCK) {
                for (int i = i0; i < i1; i += Rows.GROUP) {
                    int count = Math.min(i1 - i, Rows.GROUP);
                    Rows.addOwnMultiples(-1, scratch, k0, k0 + Rows.BLOCK, i, i, count, i, n);
                }
            }
            for (int i = i0; i < i1; i++) {
                int step = (i - i0) % Rows.GROUP;
                int first = step == 0 ? i0 : i - step;
                int count = step == 0 ? Math.min(i1 - i, Rows.GROUP) : 1;
                Rows.addOwnMultiples(-1, scratch, first, i, i, i, count, i, n);
                double pivot = scratch[i][i];
                if (!(pivot > 0)) {
                    Arrays.fill(factor, 0, n * n, Double.NaN);
                    return;
                }
                double root = Math.sqrt(pivot);
                scratch[i][i] = root;
                Rows.divide(scratch[i], root, i + 1, n);
            }
        }
        transposeOut(scratch, 0, n, factor, false);
        for (int i = 0; i < n; i++) {
            Arrays.fill(factor, i * n + i + 1, i * n + n, 0);
        }
    }

    /** Copies a lower triangle to the rows of an upper one, four of its rows at once. */
    static void transposeIn(double[] lower, boolean packed, int n, double[][] upper) {
        for (int j0 = 0; j0 < n; j0 += TILE) {
            int whole = j0 + TILE <= n ? j0 + 1 : 0;
            if (whole > 0) {
                int s0 = rowStart(j0, n, packed);
                int s1 = rowStart(j0 + 1, n, packed);
                int s2 = rowStart(j0 + 2, n, packed);
                int s3 = rowStart(j0 + 3, n, packed);
                for (int i = 0; i < whole; i++) {
                    double[] row = upper[i];
                    row[j0] = lower[s0 + i];
                    row[j0 + 1] = lower[s1 + i];
                    row[j0 + 2] = lower[s2 + i];
                    row[j0 + 3] = lower[s3 + i];
                }
            }
            for (int j = j0; j < Math.min(n, j0 + TILE); j++) {
                for (int i = whole; i <= j; i++) {
                    upper[i][j] = lower[rowStart(j, n, packed) + i];
                }
            }
        }
    }

    /** Copies the rows of an upper triangle to a lower one, four of its rows at once. */
    static void transposeOut(double[][] upper, int first, int n, double[] lower, boolean packed) {
        for (int j0 = 0; j0 < n; j0 += TILE) {
            int whole = j0 + TILE <= n ? j0 + 1 : 0;
            if (whole > 0) {
                int s0 = rowStart(j0, n, packed);
                int s1 = rowStart(j0 + 1, n, packed);
                int s2 = rowStart(j0 + 2, n, packed);
                int s3 = rowStart(j0 + 3, n, packed);
                for (int i = 0; i < whole; i++) {
                    double[] row = upper[first + i];
                    lower[s0 + i] = row[j0];
                    lower[s1 + i] = row[j0 + 1];
                    lower[s2 + i] = row[j0 + 2];
                    lower[s3 + i] = row[j0 + 3];
                }
            }
            for (int j = j0; j < Math.min(n, j0 + TILE); j++) {
                for (int i = whole; i <= j; i++) {
                    lower[rowStart(j, n, packed) + i] = upper[first + i][j];
                }
            }
        }
    }

    /**
     * Computes the inverse of a matrix.
     *
     * @param factor the matrix's factor, row-major
     * @param n the number of rows
     * @param inverse receives the inverse: if packed its lower triangle, else all of it
     * @param packed whether to pack it
     * @param scratch memory
     */
    public static void inverse(double[] factor, int n, double[] inverse, boolean packed, double[][] scratch) {
        invertFactor(factor, n, scratch);
        for (int i0 = 0; i0 < n; i0 += Rows.BLOCK) {
            int i1 = Math.min(n, i0 + Rows.BLOCK);
            inverseRows(n, i0, i1, scratch);
            for (int i = i0; i < i1; i++) {
                System.arraycopy(scratch[n + i - i0], 0, inverse, rowStart(i, n, packed), i + 1);
            }
        }
        if (!packed) {
            mirror(inverse, n);
        }
    }

    /** Computes rows of the inverse from that of the factor; they lie after it. */
    private static void inverseRows(int n, int i0, int i1, double[][] scratch) {
        for (int i = i0; i < i1; i++) {
            Arrays.fill(scratch[n + i - i0], 0, i1, 0);
        }
        for (int k0 = i0; k0 < n; k0 += Rows.BLOCK) {
            int k1 = Math.min(n, k0 + Rows.BLOCK);
            for (int i = i0; i < i1; i += Rows.GROUP) {
                int first = Math.max(i, k0);
                int count = Math.min(i1 - i, Rows.GROUP);
                Rows.addOwnMultiples(1, scratch, first, k1, i, n + i - i0, count, 0, i + count);
            }
        }
    }

    /**
     * Computes what a change of an element of a matrix's lower triangle changes in the sum of {@code a log|A|} and
     * {@code b tr(Bᵀ A⁻¹ B)}: {@code a A⁻¹ - b W Wᵀ}, doubled below the diagonal.
     *
     * @param factor the factor of A, row-major
     * @param n the number of rows
     * @param a the weight of the log-determinant
     * @param w W = A⁻¹ B, row-major
     * @param columns the number of columns of B
     * @param b the weight of the trace
     * @param adjoint receives the lower triangle of the matrix's adjoint; if not packed, with zeros above
     * @param packed whether to pack it
     * @param scratch memory
     */
    public static void determinantAdjoint(
            double[] factor,
            int n,
            double a,
            double[] w,
            int columns,
            double b,
            double[] adjoint,
            boolean packed,
            double[][] scratch) {
        invertFactor(factor, n, scratch);
        for (int i0 = 0; i0 < n; i0 += Rows.BLOCK) {
            int i1 = Math.min(n, i0 + Rows.BLOCK);
            inverseRows(n, i0, i1, scratch);
            for (int i = i0; i < i1; i++) {
                Rows.scale(scratch[n + i - i0], 2 * a, i + 1);
            }
            for (int c = 0; c < columns; c++) {
                double[] column = scratch[2 * n];
                for (int j = 0; j < i1; j++) {
                    column[j] = w[j * columns + c];
                }
                for (int i = i0; i < i1; i++) {
                    Rows.addOne(-2 * b * column[i], column, scratch[n + i - i0], 0, i + 1);
                }
            }
            for (int i = i0; i < i1; i++) {
                double[] row = scratch[n + i - i0];
                row[i] *= 0.5;
                int start = rowStart(i, n, packed);
                System.arraycopy(row, 0, adjoint, start, i + 1);
                if (!packed) {
                    Arrays.fill(adjoint, start + i + 1, start + n, 0);
                }
            }
        }
    }

    /** Computes the inverse of the factor, in the first rows of the memory, with zeros to the right of it in each block. */
    private static void invertFactor(double[] factor, int n, double[][] scratch) {
        for (int i0 = 0; i0 < n; i0 += Rows.BLOCK) {
            int i1 = Math.min(n, i0 + Rows.BLOCK);
            for (int i = i0; i < i1; i++) {
                Arrays.fill(scratch[i], 0, i1, 0);
                scratch[i][i] = 1;
            }
            for (int k0 = 0; k0 < i0; k0 += Rows.BLOCK) {
                for (int i = i0; i < i1; i += Rows.GROUP) {
                    int count = Math.min(i1 - i, Rows.GROUP);
                    Rows.addMultiples(
                            -1, factor, i * n + k0, n, 1, scratch, k0, Rows.BLOCK, i, count, 0, k0 + Rows.BLOCK);
                }
            }
            for (int i = i0; i < i1; i++) {
                int step = (i - i0) % Rows.GROUP;
                int first = step == 0 ? i0 : i - step;
                int count = step == 0 ? Math.min(i1 - i, Rows.GROUP) : 1;
                Rows.addMultiples(-1, factor, i * n + first, n, 1, scratch, first, i - first, i, count, 0, i);
                Rows.divide(scratch[i], factor[i * n + i], 0, i + 1);
            }
        }
    }

    /** Copies the lower triangle of a matrix to its upper one. */
    private static void mirror(double[] matrix, int n) {
        for (int j0 = 0; j0 < n; j0 += TILE) {
            int j1 = Math.min(n, j0 + TILE);
            for (int i = 0; i < j1; i++) {
                for (int j = Math.max(i + 1, j0); j < j1; j++) {
                    matrix[i * n + j] = matrix[j * n + i];
                }
            }
        }
    }
}
