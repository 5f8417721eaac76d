package org.ppl4j.math;

/**
 * Reductions in the fixed order of eight virtual lanes, the same on every machine and for every hardware width.
 *
 * <p>Lane {@code i} takes the elements {@code i, i + 8, i + 16, ...} in turn, from {@code +0.0}; {@link #finish} then adds
 * the lanes pairwise.
 */
public final class Lanes {

    /** The number of virtual lanes. */
    public static final int COUNT = 8;

    private Lanes() {}

    /**
     * {@return the sum of the eight lane totals, {@code ((l0+l1)+(l2+l3))+((l4+l5)+(l6+l7))}}
     *
     * @param lanes the lane totals
     * @param offset the index of lane 0
     */
    public static double finish(double[] lanes, int offset) {
        return finish(lanes, offset, 1);
    }

    /**
     * {@return the sum of eight lane totals that are evenly spaced}
     *
     * @param lanes the lane totals
     * @param offset the index of lane 0
     * @param step the distance of one lane from the next
     */
    public static double finish(double[] lanes, int offset, int step) {
        return finish(
                lanes[offset],
                lanes[offset + step],
                lanes[offset + 2 * step],
                lanes[offset + 3 * step],
                lanes[offset + 4 * step],
                lanes[offset + 5 * step],
                lanes[offset + 6 * step],
                lanes[offset + 7 * step]);
    }

    /**
     * Finishes sums that lie side by side.
     *
     * @param lanes the lane totals: all of lane 0, then all of lane 1, and so on
     * @param sums receives the sums
     */
    public static void finish(double[] lanes, double[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = finish(lanes, j, sums.length);
        }
    }

    /**
     * {@return the sum of a run of elements}
     *
     * @param values the elements
     * @param offset the index of the first element
     * @param length the number of elements; none sum to {@code +0.0}
     */
    public static double sum(double[] values, int offset, int length) {
        double l0 = 0;
        double l1 = 0;
        double l2 = 0;
        double l3 = 0;
        double l4 = 0;
        double l5 = 0;
        double l6 = 0;
        double l7 = 0;
        int i = offset;
        for (int end = offset + (length & -COUNT); i < end; i += COUNT) {
            l0 += values[i];
            l1 += values[i + 1];
            l2 += values[i + 2];
            l3 += values[i + 3];
            l4 += values[i + 4];
            l5 += values[i + 5];
            l6 += values[i + 6];
            l7 += values[i + 7];
        }
        int rest = length & (COUNT - 1);
        if (rest > 0) l0 += values[i];
        if (rest > 1) l1 += values[i + 1];
        if (rest > 2) l2 += values[i + 2];
        if (rest > 3) l3 += values[i + 3];
        if (rest > 4) l4 += values[i + 4];
        if (rest > 5) l5 += values[i + 5];
        if (rest > 6) l6 += values[i + 6];
        return finish(l0, l1, l2, l3, l4, l5, l6, l7);
    }

    /**
     * {@return the sum of evenly spaced elements}
     *
     * @param values the elements
     * @param offset the index of the first element
     * @param step the distance of one element from the next
     * @param length the number of elements; none sum to {@code +0.0}
     */
    public static double sum(double[] values, int offset, int step, int length) {
        double l0 = 0;
        double l1 = 0;
        double l2 = 0;
        double l3 = 0;
        double l4 = 0;
        double l5 = 0;
        double l6 = 0;
        double l7 = 0;
        int i = offset;
        for (int k = length; k >= COUNT; k -= COUNT) {
            l0 += values[i];
            l1 += values[i + step];
            l2 += values[i + 2 * step];
            l3 += values[i + 3 * step];
            l4 += values[i + 4 * step];
            l5 += values[i + 5 * step];
            l6 += values[i + 6 * step];
            l7 += values[i + 7 * step];
            i += COUNT * step;
        }
        int rest = length & (COUNT - 1);
        if (rest > 0) l0 += values[i];
        if (rest > 1) l1 += values[i + step];
        if (rest > 2) l2 += values[i + 2 * step];
        if (rest > 3) l3 += values[i + 3 * step];
        if (rest > 4) l4 += values[i + 4 * step];
        if (rest > 5) l5 += values[i + 5 * step];
        if (rest > 6) l6 += values[i + 6 * step];
        return finish(l0, l1, l2, l3, l4, l5, l6, l7);
    }

    /**
     * {@return the inner product of two runs of elements; each lane accumulates by fused multiply-add}
     *
     * @param left the elements of the left run
     * @param leftOffset the index of its first element
     * @param right the elements of the right run
     * @param rightOffset the index of its first element
     * @param length the number of elements of each run
     */
    public static double dot(double[] left, int leftOffset, double[] right, int rightOffset, int length) {
        double l0 = 0;
        double l1 = 0;
        double l2 = 0;
        double l3 = 0;
        double l4 = 0;
        double l5 = 0;
        double l6 = 0;
        double l7 = 0;
        int i = leftOffset;
        int j = rightOffset;
        for (int end = leftOffset + (length & -COUNT); i < end; i += COUNT, j += COUNT) {
            l0 = Math.fma(left[i], right[j], l0);
            l1 = Math.fma(left[i + 1], right[j + 1], l1);
            l2 = Math.fma(left[i + 2], right[j + 2], l2);
            l3 = Math.fma(left[i + 3], right[j + 3], l3);
            l4 = Math.fma(left[i + 4], right[j + 4], l4);
            l5 = Math.fma(left[i + 5], right[j + 5], l5);
            l6 = Math.fma(left[i + 6], right[j + 6], l6);
            l7 = Math.fma(left[i + 7], right[j + 7], l7);
        }
        int rest = length & (COUNT - 1);
        if (rest > 0) l0 = Math.fma(left[i], right[j], l0);
        if (rest > 1) l1 = Math.fma(left[i + 1], right[j + 1], l1);
        if (rest > 2) l2 = Math.fma(left[i + 2], right[j + 2], l2);
        if (rest > 3) l3 = Math.fma(left[i + 3], right[j + 3], l3);
        if (rest > 4) l4 = Math.fma(left[i + 4], right[j + 4], l4);
        if (rest > 5) l5 = Math.fma(left[i + 5], right[j + 5], l5);
        if (rest > 6) l6 = Math.fma(left[i + 6], right[j + 6], l6);
        return finish(l0, l1, l2, l3, l4, l5, l6, l7);
    }

    /**
     * {@return the largest of evenly spaced elements, {@code NaN} if one of them is}
     *
     * @param values the elements
     * @param offset the index of the first element
     * @param step the distance of one element from the next
     * @param length the number of elements; of none the largest is {@code -Infinity}
     */
    public static double max(double[] values, int offset, int step, int length) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, values[offset + i * step]);
        }
        return largest;
    }

    private static double finish(
            double l0, double l1, double l2, double l3, double l4, double l5, double l6, double l7) {
        return ((l0 + l1) + (l2 + l3)) + ((l4 + l5) + (l6 + l7));
    }
}
