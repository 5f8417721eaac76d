package org.ppl4j.chains;

import java.util.Arrays;

/**
 * Sample quantiles, interpolated linearly between the order statistics at 1 + (n − 1)p: definition 7 of Hyndman and Fan
 * (1996), the default of R and of NumPy.
 */
public final class Quantiles {

    private Quantiles() {}

    /**
     * {@return a quantile; NaN if there are no values or one of them is NaN}
     *
     * @param values the sample, in any order
     * @param probability between 0 and 1
     */
    public static double of(double[] values, double probability) {
        return of(values, new double[] {probability})[0];
    }

    /**
     * {@return several quantiles of one sample; NaN if there are no values or one of them is NaN}
     *
     * @param values the sample, in any order
     * @param probabilities between 0 and 1
     */
    public static double[] of(double[] values, double[] probabilities) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Arrays.stream(probabilities)
                .map(probability -> ofSorted(sorted, probability))
                .toArray();
    }

    /** Returns a quantile of values in ascending order, any NaN last. */
    static double ofSorted(double[] sorted, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "A quantile needs a probability between 0 and 1, got " + probability + ".");
        }
        if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
            return Double.NaN;
        }
        // Counted from 1 as in R, so that rounding, too, puts the place on the same side of a whole number.
        double place = 1 + (sorted.length - 1) * probability;
        int below = (int) Math.floor(place);
        double fraction = place - below;
        double lower = sorted[below - 1];
        if (fraction == 0 || lower == sorted[below]) {
            return lower;
        }
        return (1 - fraction) * lower + fraction * sorted[below];
    }
}
