package org.ppl4j.math;

import java.util.Arrays;

/**
 * The product of a vector and a matrix of which logarithms are given, as a logarithm again: {@code y_j = log(sum_i exp(x_i +
 * l_ij))}.
 *
 * <p>With the matrix itself, {@code exp(l)}, known, it takes an exponential a row and a logarithm a column: the vector is
 * divided by its greatest element. Where what is left of a column is so small that more may have vanished, each of its terms is
 * computed from logarithms.
 */
public final class LogProduct {

    /** A sum from here on misses nothing that matters: what vanished is below the smallest number. */
    private static final double SAFE = 0x1p-900;

    private LogProduct() {}

    /**
     * Computes a product.
     *
     * @param x the vector's logarithms
     * @param logs the matrix's logarithms, a row for each element of the vector, row-major
     * @param matrix the matrix
     * @param y receives the product's logarithms
     */
    public static void multiply(double[] x, double[] logs, double[] matrix, double[] y) {
        int columns = y.length;
        double greatest = greatest(x);
        Arrays.fill(y, 0);
        for (int i = 0; i < x.length; i++) {
            double part = Elementary.exp(x[i] - greatest);
            int row = i * columns;
            for (int j = 0; j < columns; j++) {
                y[j] = Math.fma(part, matrix[row + j], y[j]);
            }
        }
        for (int j = 0; j < columns; j++) {
            y[j] = isSafe(y[j]) ? greatest + Elementary.log(y[j]) : ofLogarithms(x, logs, j, columns);
        }
    }

    private static boolean isSafe(double sum) {
        return sum >= SAFE && sum < Double.POSITIVE_INFINITY;
    }

    /** Returns the greatest element, 0 if that is infinite. */
    private static double greatest(double[] x) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double each : x) {
            greatest = Math.max(greatest, each);
        }
        return Double.isInfinite(greatest) ? 0 : greatest;
    }

    private static double ofLogarithms(double[] x, double[] logs, int column, int columns) {
        double greatest = greatestTerm(x, logs, column, columns);
        if (Double.isInfinite(greatest)) {
            return greatest;
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Elementary.exp(x[i] + logs[i * columns + column] - greatest);
        }
        return greatest + Elementary.log(sum);
    }

    private static double greatestTerm(double[] x, double[] logs, int column, int columns) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            greatest = Math.max(greatest, x[i] + logs[i * columns + column]);
        }
        return greatest;
    }

    /**
     * Computes what each term is of its column's sum, times a number for the column: {@code w_j exp(x_i + l_ij - y_j)}. The sums
     * are taken again: of a great y too few digits are left to tell shares.
     *
     * @param x the vector's logarithms
     * @param logs the matrix's logarithms
     * @param matrix the matrix
     * @param weights the numbers
     * @param shares receives the terms, row-major
     */
    public static void shares(double[] x, double[] logs, double[] matrix, double[] weights, double[] shares) {
        int columns = weights.length;
        int last = (x.length - 1) * columns;
        double greatest = greatest(x);
        double lastPart = Elementary.exp(x[x.length - 1] - greatest);
        // the sums come to be in the last row, the vector in the first column of the others
        for (int j = 0; j < columns; j++) {
            shares[last + j] = lastPart * matrix[last + j];
        }
        for (int row = 0, i = 0; row < last; row += columns, i++) {
            double part = Elementary.exp(x[i] - greatest);
            shares[row] = part;
            for (int j = 0; j < columns; j++) {
                shares[last + j] = Math.fma(part, matrix[row + j], shares[last + j]);
            }
        }
        boolean areSafe = true;
        for (int j = 0; j < columns; j++) {
            double sum = shares[last + j];
            areSafe &= isSafe(sum);
            shares[last + j] = isSafe(sum) ? weights[j] / sum : Double.NaN;
        }
        for (int row = 0; row <= last; row += columns) {
            double part = row == last ? lastPart : shares[row];
            for (int j = 0; j < columns; j++) {
                shares[row + j] = part * matrix[row + j] * shares[last + j];
            }
        }
        for (int j = 0; j < columns && !areSafe; j++) {
            if (Double.isNaN(shares[last + j])) {
                sharesOfLogarithms(x, logs, j, weights[j], shares);
            }
        }
    }

    private static void sharesOfLogarithms(double[] x, double[] logs, int column, double weight, double[] shares) {
        int columns = shares.length / x.length;
        double greatest = greatestTerm(x, logs, column, columns);
        double sum = 0;
        for (int at = column, i = 0; i < x.length; at += columns, i++) {
            // a column of nothing has no shares
            shares[at] = greatest == Double.NEGATIVE_INFINITY ? 0 : Elementary.exp(x[i] + logs[at] - greatest);
            sum += shares[at];
        }
        for (int at = column; at < shares.length; at += columns) {
            shares[at] *= sum == 0 ? 0 : weight / sum;
        }
    }
}
