package org.ppl4j.chains;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The standard errors of estimates, from there being only so many effective draws.
 *
 * <p>Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and localization" (2021), section
 * 4.4. NaN where the effective sample size is.
 */
public final class MonteCarloError {

    // The standard normal distribution function at -1 and 1, to the digits posterior has them.
    private static final double LOWER = 0.1586553;
    private static final double UPPER = 0.8413447;

    private MonteCarloError() {}

    /**
     * {@return the standard error of the mean}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double mean(double[][] chains) {
        double[][] common = ChainArrays.common(chains);
        return Moments.standardDeviation(ChainArrays.pooled(common)) / Math.sqrt(EffectiveSampleSize.mean(common));
    }

    /**
     * {@return the standard error of the standard deviation, from the fourth moment (Kenney and Keeping, 1951, page 141),
     * with no assumption of normality}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double standardDeviation(double[][] chains) {
        double[][] common = ChainArrays.common(chains);
        double mean = Moments.mean(ChainArrays.pooled(common));
        double largest = Arrays.stream(common)
                .flatMapToDouble(Arrays::stream)
                .map(value -> Math.abs(value - mean))
                .max()
                .orElse(1);
        // A power of two, which costs no digits: fourth powers of very small or large deviations would not be there.
        int exponent = Math.getExponent(largest);
        double[][] squares = Arrays.stream(common)
                .map(chain -> Arrays.stream(chain)
                        .map(value -> Math.scalb(value - mean, -exponent))
                        .map(deviation -> deviation * deviation)
                        .toArray())
                .toArray(double[][]::new);
        double[] pooled = ChainArrays.pooled(squares);
        double variance = Moments.mean(pooled);
        double fourth = Moments.mean(
                Arrays.stream(pooled).map(square -> square * square).toArray());
        double varianceOfVariance = (fourth - variance * variance) / EffectiveSampleSize.mean(squares);
        return Math.scalb(Math.sqrt(varianceOfVariance / variance / 4), exponent);
    }

    /**
     * {@return the standard error of a quantile: half the distance of the order statistics at both ends of a central 68 %
     * interval for the quantile's place}
     *
     * @param chains the draws of one number, an array a chain
     * @param probability between 0 and 1
     */
    public static double quantile(double[][] chains, double probability) {
        double[][] common = ChainArrays.common(chains);
        double size = EffectiveSampleSize.quantile(common, probability);
        if (Double.isNaN(size)) {
            return Double.NaN;
        }
        double[] sorted = ChainArrays.pooled(common);
        Arrays.sort(sorted);
        BetaDistribution place = BetaDistribution.of(size * probability + 1, size * (1 - probability) + 1);
        double lower = Math.floor(place.inverseCumulativeProbability(LOWER) * sorted.length);
        double upper = Math.ceil(place.inverseCumulativeProbability(UPPER) * sorted.length);
        int first = (int) Math.max(lower, 1);
        int last = (int) Math.min(upper, sorted.length);
        return (sorted[last - 1] - sorted[first - 1]) / 2;
    }
}
