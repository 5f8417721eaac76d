package org.ppl4j.math;

import java.util.Arrays;

/**
 * Symmetric positive-definite matrices by their lower Cholesky factors: the factor, the inverse from it, and the adjoint.
 *
 * <p>Of a symmetric matrix the lower triangle alone is read or written. It lies in the rows of a square matrix, row-major,
 * or is <em>packed</em>: row after row without gaps, {@code n (n + 1) / 2} elements.
 */
public final class CholeskyDecomposition {

    /** Rows that the adjoint treats together; part of the order of its sums. */
    private static final int ADJOINT_BLOCK = 9;

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

    private static int rowStart(int row, int n, boolean packed) {
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
                if (step == 0) {
                    Rows.addOwnMultiples(-1, scratch, i0, i, i, i, Math.min(i1 - i, Rows.GROUP), i, n);
                } else {
                    Rows.addOwnMultiples(-1, scratch, i - step, i, i, i, 1, i, n);
                }
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
    private static void transposeIn(double[] lower, boolean packed, int n, double[][] upper) {
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
    private static void transposeOut(double[][] upper, int first, int n, double[] lower, boolean packed) {
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

    /**
     * Computes the adjoint of a matrix from that of its factor: what a change of an element of the lower triangle changes.
     * It is the factorisation run backwards, in blocks of rows, as in Murray, "Differentiation of the Cholesky
     * decomposition" (2016), section 3.
     *
     * @param factor the factor, row-major
     * @param factorAdjoint the lower triangle of the factor's adjoint
     * @param factorAdjointPacked whether that is packed
     * @param n the number of rows
     * @param adjoint receives the lower triangle of the matrix's adjoint; if not packed, with zeros above
     * @param packed whether to pack it
     * @param scratch memory
     */
    public static void adjoint(
            double[] factor,
            double[] factorAdjoint,
            boolean factorAdjointPacked,
            int n,
            double[] adjoint,
            boolean packed,
            double[][] scratch) {
        // Rows 0 to n hold the factor below, and its transpose above the diagonal; rows n to 2n the adjoints of both.
        transposeIn(factor, false, n, scratch);
        for (int i = 0; i < n; i++) {
            System.arraycopy(factor, i * n, scratch[i], 0, i);
            System.arraycopy(factorAdjoint, rowStart(i, n, factorAdjointPacked), scratch[n + i], 0, i + 1);
            Arrays.fill(scratch[n + i], i + 1, n, 0);
        }
        int last = (n - 1) / ADJOINT_BLOCK * ADJOINT_BLOCK;
        for (int i0 = last; i0 >= 0; i0 -= ADJOINT_BLOCK) {
            int i1 = Math.min(n, i0 + ADJOINT_BLOCK);
            joinAdjoints(scratch, n, i0, i1);
            for (int i = i1 - 1; i >= i0; i--) {
                finishAdjoint(scratch, n, i, i0, i1);
            }
            passOn(scratch, n, i0, i1);
        }
        for (int i = 0; i < n && !packed; i++) {
            Arrays.fill(adjoint, i * n + i + 1, i * n + n, 0);
        }
        transposeOut(scratch, n, n, adjoint, packed);
    }

    /** Adds to the rows of a block what reached their elements as elements of columns. */
    private static void joinAdjoints(double[][] scratch, int n, int i0, int i1) {
        for (int j = i0 + 1; j < n; j++) {
            double[] column = scratch[n + j];
            for (int i = i0; i < Math.min(i1, j); i++) {
                scratch[n + i][j] += column[i];
            }
        }
    }

    /** Turns a row of the factor's adjoint into one of the matrix's. */
    private static void finishAdjoint(double[][] scratch, int n, int i, int i0, int i1) {
        double[] row = scratch[i];
        double[] adjoint = scratch[n + i];
        for (int later = i + 1; later < i1; later++) {
            adjoint[later] -= Lanes.dot(scratch[n + later], later, row, later, n - later);
        }
        for (int later = i + 1; later < i1; later++) {
            Rows.addOne(-row[later], scratch[n + later], adjoint, i + 1, n);
        }
        double pivot = row[i];
        Rows.divide(adjoint, pivot, i + 1, n);
        double rest = adjoint[i] - Lanes.dot(adjoint, i + 1, row, i + 1, n - i - 1);
        adjoint[i] = rest / (2 * pivot);
        // so that the block's rows can be added from its first column on
        Arrays.fill(adjoint, i0, i, 0);
    }

    /** Passes what a finished block contributes to the rows before it, as rows and as columns. */
    private static void passOn(double[][] scratch, int n, int i0, int i1) {
        double[] weights = scratch[2 * n];
        for (int k = 0; k < i0; k += Rows.GROUP) {
            int count = Math.min(i0 - k, Rows.GROUP);
            for (int t = 0; t < count; t++) {
                System.arraycopy(scratch[k + t], i0, weights, t * ADJOINT_BLOCK, i1 - i0);
            }
            Rows.addMultiples(-1, weights, 0, ADJOINT_BLOCK, 1, scratch, n + i0, i1 - i0, n + k, count, i0, n);
        }
        for (int j0 = i0; j0 < n; j0 += Rows.BLOCK) {
            int j1 = Math.min(n, j0 + Rows.BLOCK);
            for (int i = i0; i < i1; i += Rows.GROUP) {
                int count = Math.min(i1 - i, Rows.GROUP);
                for (int t = 0; t < count; t++) {
                    System.arraycopy(scratch[n + i + t], j0, weights, t * Rows.BLOCK, j1 - j0);
                }
                Rows.addMultiples(-1, weights, 0, Rows.BLOCK, 1, scratch, j0, j1 - j0, n + i, count, 0, i0);
            }
        }
    }
}
