package org.ppl4j.chains;

import java.util.Arrays;

/**
 * Whether the beginning of a chain has the same mean as its end: the difference in standard errors, about standard normal
 * if the chain has reached its equilibrium.
 *
 * <p>J. Geweke, "Evaluating the accuracy of sampling-based approaches to the calculation of posterior moments", Bayesian
 * Statistics 4, 1992; as {@code geweke.diag} of the R package coda, with standard errors from {@link SpectralDensity}.
 */
public final class Geweke {

    private static final double FIRST = 0.1;
    private static final double LAST = 0.5;

    private Geweke() {}

    /**
     * {@return the z score of the first 10 % of a chain against its last 50 %; NaN if both are constant}
     *
     * @param chain the draws of one number in one chain
     */
    public static double z(double[] chain) {
        return z(chain, FIRST, LAST);
    }

    /**
     * {@return the z score of the first part of a chain against its last part; NaN if both are constant}
     *
     * @param chain the draws of one number in one chain
     * @param first how large a part of the chain its beginning is, over 0
     * @param last how large a part of the chain its end is, over 0; both together at most 1
     */
    public static double z(double[] chain, double first, double last) {
        if (!(first > 0) || !(last > 0) || !(first + last <= 1)) {
            throw new IllegalArgumentException(
                    "The parts of a chain must be over 0 and together at most 1, got " + first + " and " + last + ".");
        }
        int draws = chain.length;
        // As if both parts were measured along the chain, from the first draw to the last, and rounded outwards.
        int beginningEnd = Math.min(draws, (int) Math.ceil(1 + first * (draws - 1)));
        int endStart = Math.max(0, (int) Math.floor(draws - last * (draws - 1)) - 1);
        double[] beginning = Arrays.copyOf(chain, beginningEnd);
        double[] end = Arrays.copyOfRange(chain, endStart, draws);
        double variance = SpectralDensity.of(beginning).value() / beginning.length
                + SpectralDensity.of(end).value() / end.length;
        return (Moments.mean(beginning) - Moments.mean(end)) / Math.sqrt(variance);
    }
}
