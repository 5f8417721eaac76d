package org.ppl4j.chains;

import java.util.Arrays;

/**
 * The median distance from the median, scaled so that it estimates the standard deviation of a normal distribution; of use
 * where tails are so heavy that the standard deviation is not. As {@code mad} of R.
 */
public final class MedianAbsoluteDeviation {

    // The inverse of the 75 % quantile of the standard normal distribution, to the digits R has it.
    private static final double SCALE = 1.4826;

    private MedianAbsoluteDeviation() {}

    /**
     * {@return the scaled median absolute deviation; NaN without values or if one of them is NaN}
     *
     * @param values the draws, in any order
     */
    public static double of(double[] values) {
        double median = Quantiles.of(values, 0.5);
        double[] distances =
                Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
        return SCALE * Quantiles.of(distances, 0.5);
    }
}
