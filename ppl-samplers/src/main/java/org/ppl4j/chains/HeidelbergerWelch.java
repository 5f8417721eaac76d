package org.ppl4j.chains;

import java.util.Arrays;

/**
 * How many draws to leave out for a chain to look stationary, and whether the rest tell the mean well enough.
 *
 * <p>A Cramér–von Mises test of stationarity is made of the whole chain, and, until it passes, without its first 10 %, 20 %,
 * 30 % and 40 %. Then the half-width of the 95 % interval for the mean is compared with the mean: P. Heidelberger and P. D.
 * Welch, "Simulation run length control in the presence of an initial transient", Operations Research 31, 1983; as
 * {@code heidel.diag} of the R package coda.
 *
 * @param stationary whether the test of stationarity passed at last
 * @param start the first draw of the part that passed, from 0; -1 if none passed
 * @param pValue the p-value of the last test made; NaN if the second half of the chain is constant
 * @param accurate whether the half-width is at most the given part of the mean
 * @param mean the mean of the part that passed; NaN if none did
 * @param halfWidth half the width of the 95 % interval for that mean; NaN if none passed
 */
public record HeidelbergerWelch(
        boolean stationary, int start, double pValue, boolean accurate, double mean, double halfWidth) {

    private static final double ACCURACY = 0.1;
    private static final double SIGNIFICANCE = 0.05;
    private static final double NORMAL_QUANTILE = 1.96;
    private static final int PARTS = 10;

    /**
     * {@return the diagnostic with a 5 % test and a half-width of at most 10 % of the mean}
     *
     * @param chain the draws of one number in one chain
     */
    public static HeidelbergerWelch of(double[] chain) {
        return of(chain, ACCURACY, SIGNIFICANCE);
    }

    /**
     * {@return the diagnostic}
     *
     * @param chain the draws of one number in one chain
     * @param accuracy the largest half-width, as a part of the mean, above 0
     * @param significance the p-value under which a chain is not taken for stationary, above 0 and below 1
     * @throws IllegalArgumentException if one of them is not
     */
    public static HeidelbergerWelch of(double[] chain, double accuracy, double significance) {
        if (!(accuracy > 0)) {
            throw new IllegalArgumentException(
                    "The accuracy of the Heidelberger-Welch diagnostic must be > 0, got " + accuracy + ".");
        }
        if (!(significance > 0 && significance < 1)) {
            throw new IllegalArgumentException(
                    "The significance of the Heidelberger-Welch diagnostic must be between 0 and"
                            + " 1, both excluded, got " + significance + ".");
        }
        double[] secondHalf = Arrays.copyOfRange(chain, Math.max(0, (chain.length + 1) / 2 - 1), chain.length);
        double density = SpectralDensity.of(secondHalf).value();
        double pValue = Double.NaN;
        for (int part = 0; 1 + (double) part * chain.length / PARTS <= chain.length / 2.0; part++) {
            int start = (int) Math.ceil((double) part * chain.length / PARTS);
            double[] rest = Arrays.copyOfRange(chain, start, chain.length);
            pValue = 1 - CramerVonMises.cumulativeProbability(statistic(rest, density));
            if (pValue > significance) {
                double mean = Moments.mean(rest);
                double halfWidth =
                        NORMAL_QUANTILE * Math.sqrt(SpectralDensity.of(rest).value() / rest.length);
                return new HeidelbergerWelch(
                        true, start, pValue, Math.abs(halfWidth / mean) <= accuracy, mean, halfWidth);
            }
        }
        return new HeidelbergerWelch(false, -1, pValue, false, Double.NaN, Double.NaN);
    }

    /** Returns the mean square of the cumulative sums of deviations, a Brownian bridge once scaled. */
    static double statistic(double[] draws, double density) {
        double sum = 0;
        double squares = 0;
        // Centred twice, because the sums would gather what rounding leaves of a large mean.
        for (double deviation : Autocovariance.centred(Autocovariance.centred(draws))) {
            sum += deviation;
            squares += sum * sum;
        }
        return squares / draws.length / (draws.length * density);
    }
}
