package org.ppl4j.math;

import java.util.Arrays;

/**
 * The adjoint of a symmetric positive-definite matrix from that of its Cholesky factor. Triangles and memory are as for
 * {@link CholeskyDecomposition}.
 */
public final class FactorAdjoint {

    /** Rows that the adjoint treats together; part of the order of its sums. */
    private static final int ADJOINT_BLOCK = 9;

    private FactorAdjoint() {}

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
        CholeskyDecomposition.transposeIn(factor, false, n, scratch);
        for (int i = 0; i < n; i++) {
            System.arraycopy(factor, i * n, scratch[i], 0, i);
            System.arraycopy(
                    factorAdjoint, CholeskyDecomposition.rowStart(i, n, factorAdjointPacked), scratch[n + i], 0, i + 1);
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
        CholeskyDecomposition.transposeOut(scratch, n, n, adjoint, packed);
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
