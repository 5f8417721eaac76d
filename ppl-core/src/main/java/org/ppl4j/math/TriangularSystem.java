package org.ppl4j.math;

/** Systems of equations whose matrix is lower triangular, or the transpose of one. */
public final class TriangularSystem {

    /** From this many right sides on they are computed together, a row at a time; else each on its own. */
    private static final int ROWWISE = 6;

    /** Right sides that are computed at once. */
    private static final int PANEL = 256;

    private TriangularSystem() {}

    /**
     * {@return how many rows of memory a solution needs}
     *
     * @param n the number of equations
     * @param columns the number of right sides
     */
    public static int scratchRows(int n, int columns) {
        return columns < ROWWISE ? 1 : n;
    }

    /**
     * {@return how long the rows of memory must be}
     *
     * @param n the number of equations
     * @param columns the number of right sides
     */
    public static int scratchColumns(int n, int columns) {
        return columns < ROWWISE ? n : Math.min(PANEL, columns);
    }

    /**
     * Solves L X = B, or Lᵀ X = B.
     *
     * @param factor the lower triangle of L, row-major in a square matrix
     * @param transposed whether L is transposed
     * @param n the number of equations
     * @param right B, row-major
     * @param columns the number of right sides
     * @param solution receives X, row-major
     * @param scratch memory
     */
    public static void solve(
            double[] factor,
            boolean transposed,
            int n,
            double[] right,
            int columns,
            double[] solution,
            double[][] scratch) {
        if (columns < ROWWISE) {
            for (int c = 0; c < columns; c++) {
                double[] x = scratch[0];
                for (int i = 0; i < n; i++) {
                    x[i] = right[i * columns + c];
                }
                if (transposed) {
                    solveUpper(factor, n, x);
                } else {
                    solveLower(factor, n, x);
                }
                for (int i = 0; i < n; i++) {
                    solution[i * columns + c] = x[i];
                }
            }
            return;
        }
        for (int c = 0; c < columns; c += PANEL) {
            int width = Math.min(PANEL, columns - c);
            for (int i = 0; i < n; i++) {
                System.arraycopy(right, i * columns + c, scratch[i], 0, width);
            }
            if (transposed) {
                solveUpper(factor, n, width, scratch);
            } else {
                solveLower(factor, n, width, scratch);
            }
            for (int i = 0; i < n; i++) {
                System.arraycopy(scratch[i], 0, solution, i * columns + c, width);
            }
        }
    }

    private static void solveLower(double[] factor, int n, double[] x) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - Lanes.dot(factor, i * n, x, 0, i)) / factor[i * n + i];
        }
    }

    private static void solveUpper(double[] factor, int n, double[] x) {
        int i = n - 1;
        for (; i >= 3; i -= 4) {
            // what four rows take from those before them is subtracted at once
            finish(factor, n, x, i, i - 3);
            double w0 = -x[i];
            double w1 = -x[i - 1];
            double w2 = -x[i - 2];
            double w3 = -x[i - 3];
            int r0 = i * n;
            int r1 = r0 - n;
            int r2 = r1 - n;
            int r3 = r2 - n;
            for (int k = 0; k < i - 3; k++) {
                double sum = Math.fma(w1, factor[r1 + k], Math.fma(w0, factor[r0 + k], x[k]));
                x[k] = Math.fma(w3, factor[r3 + k], Math.fma(w2, factor[r2 + k], sum));
            }
        }
        finish(factor, n, x, i, 0);
    }

    /** Solves for a few unknowns, from the last to the first, when what later ones take from them is subtracted. */
    private static void finish(double[] factor, int n, double[] x, int last, int first) {
        for (int i = last; i >= first; i--) {
            double value = x[i] / factor[i * n + i];
            x[i] = value;
            for (int k = first; k < i; k++) {
                x[k] = Math.fma(-value, factor[i * n + k], x[k]);
            }
        }
    }

    private static void solveLower(double[] factor, int n, int width, double[][] rows) {
        for (int i0 = 0; i0 < n; i0 += Rows.BLOCK) {
            int i1 = Math.min(n, i0 + Rows.BLOCK);
            for (int k0 = 0; k0 < i0; k0 += Rows.BLOCK) {
                for (int i = i0; i < i1; i += Rows.GROUP) {
                    subtract(factor, n, 1, rows, k0, k0 + Rows.BLOCK, i, Math.min(i1 - i, Rows.GROUP), width);
                }
            }
            for (int i = i0; i < i1; i++) {
                int step = (i - i0) % Rows.GROUP;
                int first = step == 0 ? i0 : i - step;
                int count = step == 0 ? Math.min(i1 - i, Rows.GROUP) : 1;
                subtract(factor, n, 1, rows, first, i, i, count, width);
                Rows.divide(rows[i], factor[i * n + i], 0, width);
            }
        }
    }

    private static void solveUpper(double[] factor, int n, int width, double[][] rows) {
        for (int i0 = (n - 1) / Rows.BLOCK * Rows.BLOCK; i0 >= 0; i0 -= Rows.BLOCK) {
            int i1 = Math.min(n, i0 + Rows.BLOCK);
            for (int k0 = i1; k0 < n; k0 += Rows.BLOCK) {
                int k1 = Math.min(n, k0 + Rows.BLOCK);
                for (int i = i0; i < i1; i += Rows.GROUP) {
                    subtract(factor, 1, n, rows, k0, k1, i, Math.min(i1 - i, Rows.GROUP), width);
                }
            }
            for (int i = i1 - 1; i >= i0; i--) {
                int step = (i1 - 1 - i) % Rows.GROUP;
                int end = step == 0 ? i1 : i + 1 + step;
                int count = step == 0 ? Math.min(i + 1 - i0, Rows.GROUP) : 1;
                subtract(factor, 1, n, rows, i + 1, end, i + 1 - count, count, width);
                Rows.divide(rows[i], factor[i * n + i], 0, width);
            }
        }
    }

    /** Subtracts multiples of finished rows from others; the factors lie in the matrix, evenly spaced. */
    private static void subtract(
            double[] factor,
            int down,
            int across,
            double[][] rows,
            int first,
            int end,
            int target,
            int targets,
            int width) {
        int start = target * down + first * across;
        Rows.addMultiples(-1, factor, start, down, across, rows, first, end - first, target, targets, 0, width);
    }
}
