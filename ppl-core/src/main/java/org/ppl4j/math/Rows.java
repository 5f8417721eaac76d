package org.ppl4j.math;

/**
 * What the matrix algorithms are made of: multiples of rows added to rows. Each row is an array of its own, and all are
 * read and written at one index, since that is the form of loop that HotSpot turns into vector instructions.
 *
 * <p>An element's terms are added one after the other, in the order of the rows, each by a fused multiply-add. So how the
 * rows are grouped does not change a bit of the result.
 */
final class Rows {

    /** How many rows to add at once to several others, so that they stay in the fastest cache. */
    static final int BLOCK = 18;

    /** How many rows to add to at once, if there are so many: what is read is used for each, as long as it is at hand. */
    static final int GROUP = 3;

    /**
     * From this many elements on a loop is compiled for many. HotSpot makes no vector instructions of a loop that it has
     * seen to end early, so short rows have loops of their own.
     */
    private static final int LONG = 12;

    private Rows() {}

    /**
     * Adds multiples of rows to a group of other ones. What they are multiplied with lies in a matrix, evenly spaced.
     *
     * @param sign one, or minus one, which all of these numbers are multiplied with
     * @param weights the matrix
     * @param start where the first number lies: that of the first row to add, for the first to add to
     * @param down how far it is from there to the number for the next row to add to
     * @param across how far it is to the number of the next row to add
     * @param rows the rows
     * @param first the first row to add
     * @param count how many rows to add
     * @param target the first row to add to
     * @param targets how many rows to add to, at most {@link #GROUP}
     * @param from the first element
     * @param to one past the last element
     */
    static void addMultiples(
            double sign,
            double[] weights,
            int start,
            int down,
            int across,
            double[][] rows,
            int first,
            int count,
            int target,
            int targets,
            int from,
            int to) {
        int k = 0;
        if (targets == GROUP) {
            for (; k + 3 <= count; k += 3) {
                int at0 = start + k * across;
                int at1 = at0 + down;
                int at2 = at1 + down;
                addThreeToThree(
                        sign * weights[at0],
                        sign * weights[at0 + across],
                        sign * weights[at0 + 2 * across],
                        sign * weights[at1],
                        sign * weights[at1 + across],
                        sign * weights[at1 + 2 * across],
                        sign * weights[at2],
                        sign * weights[at2 + across],
                        sign * weights[at2 + 2 * across],
                        rows,
                        first + k,
                        target,
                        from,
                        to);
            }
        }
        for (int t = 0; t < targets; t++) {
            for (int rest = k; rest < count; rest++) {
                double weight = sign * weights[start + t * down + rest * across];
                addOne(weight, rows[first + rest], rows[target + t], from, to);
            }
        }
    }

    /**
     * Adds multiples of rows to a group of other ones. What a row is multiplied with are elements of its own, or their
     * negatives: for each row to add to, the next one.
     *
     * @param sign one, or minus one
     * @param rows the rows
     * @param first the first row to add
     * @param end one past the last row to add
     * @param column where the elements begin
     * @param target the first row to add to
     * @param targets how many rows to add to, at most {@link #GROUP}
     * @param from the first element
     * @param to one past the last element
     */
    static void addOwnMultiples(
            double sign, double[][] rows, int first, int end, int column, int target, int targets, int from, int to) {
        int k = first;
        if (targets == GROUP) {
            for (; k + 3 <= end; k += 3) {
                double[] r0 = rows[k];
                double[] r1 = rows[k + 1];
                double[] r2 = rows[k + 2];
                addThreeToThree(
                        sign * r0[column],
                        sign * r1[column],
                        sign * r2[column],
                        sign * r0[column + 1],
                        sign * r1[column + 1],
                        sign * r2[column + 1],
                        sign * r0[column + 2],
                        sign * r1[column + 2],
                        sign * r2[column + 2],
                        rows,
                        k,
                        target,
                        from,
                        to);
            }
        }
        for (; k < end; k++) {
            for (int t = 0; t < targets; t++) {
                addOne(sign * rows[k][column + t], rows[k], rows[target + t], from, to);
            }
        }
    }

    private static void addThreeToThree(
            double w00,
            double w01,
            double w02,
            double w10,
            double w11,
            double w12,
            double w20,
            double w21,
            double w22,
            double[][] rows,
            int first,
            int target,
            int from,
            int to) {
        double[] r0 = rows[first];
        double[] r1 = rows[first + 1];
        double[] r2 = rows[first + 2];
        double[] t0 = rows[target];
        double[] t1 = rows[target + 1];
        double[] t2 = rows[target + 2];
        if (to - from < LONG) {
            addThreeShort(w00, w01, w02, w10, w11, w12, w20, w21, w22, r0, r1, r2, t0, t1, t2, from, to);
        } else {
            addThreeLong(w00, w01, w02, w10, w11, w12, w20, w21, w22, r0, r1, r2, t0, t1, t2, from, to);
        }
    }

    private static void addThreeLong(
            double w00,
            double w01,
            double w02,
            double w10,
            double w11,
            double w12,
            double w20,
            double w21,
            double w22,
            double[] r0,
            double[] r1,
            double[] r2,
            double[] t0,
            double[] t1,
            double[] t2,
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            double x0 = r0[j];
            double x1 = r1[j];
            double x2 = r2[j];
            t0[j] = Math.fma(w02, x2, Math.fma(w01, x1, Math.fma(w00, x0, t0[j])));
            t1[j] = Math.fma(w12, x2, Math.fma(w11, x1, Math.fma(w10, x0, t1[j])));
            t2[j] = Math.fma(w22, x2, Math.fma(w21, x1, Math.fma(w20, x0, t2[j])));
        }
    }

    private static void addThreeShort(
            double w00,
            double w01,
            double w02,
            double w10,
            double w11,
            double w12,
            double w20,
            double w21,
            double w22,
            double[] r0,
            double[] r1,
            double[] r2,
            double[] t0,
            double[] t1,
            double[] t2,
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            double x0 = r0[j];
            double x1 = r1[j];
            double x2 = r2[j];
            t0[j] = Math.fma(w02, x2, Math.fma(w01, x1, Math.fma(w00, x0, t0[j])));
            t1[j] = Math.fma(w12, x2, Math.fma(w11, x1, Math.fma(w10, x0, t1[j])));
            t2[j] = Math.fma(w22, x2, Math.fma(w21, x1, Math.fma(w20, x0, t2[j])));
        }
    }

    /** Adds a multiple of a row to another one. */
    static void addOne(double w, double[] r, double[] target, int from, int to) {
        if (to - from < LONG) {
            addOneShort(w, r, target, from, to);
        } else {
            addOneLong(w, r, target, from, to);
        }
    }

    private static void addOneLong(double w, double[] r, double[] target, int from, int to) {
        for (int j = from; j < to; j++) {
            target[j] = Math.fma(w, r[j], target[j]);
        }
    }

    private static void addOneShort(double w, double[] r, double[] target, int from, int to) {
        for (int j = from; j < to; j++) {
            target[j] = Math.fma(w, r[j], target[j]);
        }
    }

    /** Multiplies the elements of a row up to an index. */
    static void scale(double[] row, double factor, int to) {
        for (int j = 0; j < to; j++) {
            row[j] *= factor;
        }
    }

    /** Divides the elements of a row from one index to another. */
    static void divide(double[] row, double divisor, int from, int to) {
        if (to - from < LONG) {
            for (int j = from; j < to; j++) {
                row[j] /= divisor;
            }
            return;
        }
        for (int j = from; j < to; j++) {
            row[j] /= divisor;
        }
    }
}
