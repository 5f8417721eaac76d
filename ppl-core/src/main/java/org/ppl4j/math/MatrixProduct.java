package org.ppl4j.math;

import java.util.Arrays;

/**
 * Products of matrices. Each element starts at {@code +0.0} and adds its products one after the other, by fused
 * multiply-adds, along the inner axis. The matrices are given with the distances between their elements, so that
 * transposed ones are read in place.
 */
public final class MatrixProduct {

    /** Rows of the right matrix that are kept at hand. */
    private static final int INNER_PANEL = 252;

    /** Columns that are computed at once. */
    private static final int COLUMN_PANEL = 256;

    /** Rows of the result that are computed at once. */
    private static final int ROW_PANEL = 33;

    /** Columns below which a product of more rows is computed the other way round. */
    private static final int NARROW = 24;

    private MatrixProduct() {}

    /**
     * Whether a product is computed as that of the transposed matrices, the other way round: if it is so narrow that its
     * columns make better rows.
     */
    private static boolean isTransposed(int rows, int columns) {
        return columns < NARROW && columns < rows;
    }

    /**
     * {@return how many rows of memory a product needs}
     *
     * @param rows the rows of the result
     * @param inner the length of the sums
     * @param columns the columns of the result
     */
    public static int scratchRows(int rows, int inner, int columns) {
        return Math.min(isTransposed(rows, columns) ? columns : rows, ROW_PANEL) + Math.min(inner, INNER_PANEL);
    }

    /**
     * {@return how long the rows of memory must be}
     *
     * @param rows the rows of the result
     * @param columns the columns of the result
     */
    public static int scratchColumns(int rows, int columns) {
        return Math.min(isTransposed(rows, columns) ? rows : columns, COLUMN_PANEL);
    }

    /**
     * Multiplies two matrices.
     *
     * @param left the left matrix
     * @param leftRow the distance between its elements of consecutive rows
     * @param leftInner the distance between its elements of consecutive columns
     * @param right the right matrix
     * @param rightInner the distance between its elements of consecutive rows
     * @param rightColumn the distance between its elements of consecutive columns
     * @param rows the rows of the result
     * @param inner the length of the sums
     * @param columns the columns of the result
     * @param result receives the result, row-major
     * @param scratch memory
     */
    public static void multiply(
            double[] left,
            int leftRow,
            int leftInner,
            double[] right,
            int rightInner,
            int rightColumn,
            int rows,
            int inner,
            int columns,
            double[] result,
            double[][] scratch) {
        Arrays.fill(result, 0, rows * columns, 0);
        boolean transposed = isTransposed(rows, columns);
        double[] first = transposed ? right : left;
        double[] second = transposed ? left : right;
        int firstRow = transposed ? rightColumn : leftRow;
        int firstInner = transposed ? rightInner : leftInner;
        int secondInner = transposed ? leftInner : rightInner;
        int secondColumn = transposed ? leftRow : rightColumn;
        int height = transposed ? columns : rows;
        int width = transposed ? rows : columns;
        int resultRow = transposed ? 1 : columns;
        int resultColumn = transposed ? columns : 1;
        int targets = Math.min(height, ROW_PANEL);
        for (int j0 = 0; j0 < width; j0 += COLUMN_PANEL) {
            int across = Math.min(COLUMN_PANEL, width - j0);
            for (int k0 = 0; k0 < inner; k0 += INNER_PANEL) {
                int along = Math.min(INNER_PANEL, inner - k0);
                for (int k = 0; k < along; k++) {
                    int start = (k0 + k) * secondInner + j0 * secondColumn;
                    copyIn(second, start, secondColumn, scratch[targets + k], across);
                }
                for (int i0 = 0; i0 < height; i0 += ROW_PANEL) {
                    int down = Math.min(ROW_PANEL, height - i0);
                    int corner = i0 * resultRow + j0 * resultColumn;
                    for (int i = 0; i < down; i++) {
                        copyIn(result, corner + i * resultRow, resultColumn, scratch[i], across);
                    }
                    int start = i0 * firstRow + k0 * firstInner;
                    addPanel(first, start, firstRow, firstInner, down, targets, along, across, scratch);
                    for (int i = 0; i < down; i++) {
                        copyOut(scratch[i], across, result, corner + i * resultRow, resultColumn);
                    }
                }
            }
        }
    }

    /** Adds, to the first rows of the memory, the products with those that lie after them. */
    private static void addPanel(
            double[] factors,
            int start,
            int row,
            int step,
            int down,
            int sources,
            int along,
            int across,
            double[][] scratch) {
        for (int k = 0; k < along; k += Rows.BLOCK) {
            int count = Math.min(Rows.BLOCK, along - k);
            for (int i = 0; i < down; i += Rows.GROUP) {
                int targets = Math.min(Rows.GROUP, down - i);
                int at = start + i * row + k * step;
                Rows.addMultiples(1, factors, at, row, step, scratch, sources + k, count, i, targets, 0, across);
            }
        }
    }

    private static void copyIn(double[] from, int start, int step, double[] to, int count) {
        if (step == 1) {
            System.arraycopy(from, start, to, 0, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            to[k] = from[start + k * step];
        }
    }

    private static void copyOut(double[] from, int count, double[] to, int start, int step) {
        if (step == 1) {
            System.arraycopy(from, 0, to, start, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            to[start + k * step] = from[k];
        }
    }
}
