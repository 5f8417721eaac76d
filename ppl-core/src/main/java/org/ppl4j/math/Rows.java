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
    static final int BLOCK = 16;

    /**
     * From this many elements on a loop is compiled for many. HotSpot makes no vector instructions of a loop that it has
     * seen to end early, so short rows have loops of their own.
     */
    private static final int LONG = 24;

    private Rows() {}

    /**
     * Adds multiples of rows to a row.
     *
     * @param weights what to multiply each row with
     * @param rows the rows
     * @param first the first row to add
     * @param count how many rows to add
     * @param target what to add to
     * @param from the first element
     * @param to one past the last element
     */
    static void addMultiples(
            double[] weights, double[][] rows, int first, int count, double[] target, int from, int to) {
        int k = 0;
        if (to - from < LONG) {
            for (; k + 4 <= count; k += 4) {
                int at = first + k;
                addFourShort(
                        weights[k],
                        weights[k + 1],
                        weights[k + 2],
                        weights[k + 3],
                        rows[at],
                        rows[at + 1],
                        rows[at + 2],
                        rows[at + 3],
                        target,
                        from,
                        to);
            }
            for (; k < count; k++) {
                addOneShort(weights[k], rows[first + k], target, from, to);
            }
            return;
        }
        for (; k + 4 <= count; k += 4) {
            int at = first + k;
            addFour(
                    weights[k],
                    weights[k + 1],
                    weights[k + 2],
                    weights[k + 3],
                    rows[at],
                    rows[at + 1],
                    rows[at + 2],
                    rows[at + 3],
                    target,
                    from,
                    to);
        }
        for (; k < count; k++) {
            addOne(weights[k], rows[first + k], target, from, to);
        }
    }

    private static void addFour(
            double w0,
            double w1,
            double w2,
            double w3,
            double[] r0,
            double[] r1,
            double[] r2,
            double[] r3,
            double[] target,
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            target[j] = Math.fma(w3, r3[j], Math.fma(w2, r2[j], Math.fma(w1, r1[j], Math.fma(w0, r0[j], target[j]))));
        }
    }

    private static void addFourShort(
            double w0,
            double w1,
            double w2,
            double w3,
            double[] r0,
            double[] r1,
            double[] r2,
            double[] r3,
            double[] target,
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            target[j] = Math.fma(w3, r3[j], Math.fma(w2, r2[j], Math.fma(w1, r1[j], Math.fma(w0, r0[j], target[j]))));
        }
    }

    private static void addOne(double w, double[] r, double[] target, int from, int to) {
        for (int j = from; j < to; j++) {
            target[j] = Math.fma(w, r[j], target[j]);
        }
    }

    private static void addOneShort(double w, double[] r, double[] target, int from, int to) {
        for (int j = from; j < to; j++) {
            target[j] = Math.fma(w, r[j], target[j]);
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
