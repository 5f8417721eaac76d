package org.ppl4j.chains;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many draws a chain needs for a quantile, judged by how it crosses that quantile: the indicators of the draws up to
 * it, thinned until they are a Markov chain of first order, have two states, whose transitions tell everything.
 *
 * <p>A. E. Raftery and S. M. Lewis, "How many iterations in the Gibbs sampler?", Bayesian Statistics 4, 1992; as
 * {@code raftery.diag} of the R package coda.
 *
 * @param burnIn the draws to leave out at the start, M
 * @param draws the draws needed, with those to leave out, N; the largest integer if there are more
 * @param minimum the draws that would be needed if they were independent
 */
public record RafteryLewis(int burnIn, int draws, int minimum) {

    /** How near the probabilities of the two states must have come to those of the equilibrium. */
    private static final double CONVERGENCE = 0.001;

    /**
     * {@return the draws needed for the 2.5 % quantile to be right to ± 0.005 of probability, with probability 95 %; see
     * {@link #of(double[], double, double, double)}}
     *
     * @param chain the draws of one number in one chain
     */
    public static Optional<RafteryLewis> of(double[] chain) {
        return of(chain, 0.025, 0.005, 0.95);
    }

    /**
     * {@return the draws needed for a quantile; empty if there are fewer draws than {@link #minimum(double, double,
     * double)}, or if they never cross the quantile, or always}
     *
     * @param chain the draws of one number in one chain
     * @param quantile the probability of the quantile
     * @param accuracy how far the estimate's probability may be off
     * @param probability how likely it should be that it is not further off
     */
    public static Optional<RafteryLewis> of(double[] chain, double quantile, double accuracy, double probability) {
        int minimum = minimum(quantile, accuracy, probability);
        if (chain.length < minimum || ChainArrays.hasNaN(new double[][] {chain})) {
            return Optional.empty();
        }
        double value = Quantiles.of(chain, quantile);
        int thinning = 1;
        int[] states = states(chain, value, thinning);
        while (isOfSecondOrder(states)) {
            states = states(chain, value, ++thinning);
        }
        int[][] counts = new int[2][2];
        for (int draw = 1; draw < states.length; draw++) {
            counts[states[draw - 1]][states[draw]]++;
        }
        double rise = (double) counts[0][1] / (counts[0][0] + counts[0][1]);
        double fall = (double) counts[1][0] / (counts[1][0] + counts[1][1]);
        if (!(rise > 0) || !(fall > 0)) {
            return Optional.empty();
        }
        double both = rise + fall;
        double phi = normalQuantile(probability);
        double burnIn = Math.ceil(Math.log(CONVERGENCE * both / Math.max(rise, fall)) / Math.log(Math.abs(1 - both)));
        double kept = Math.ceil((2 - both) * rise * fall * phi * phi / (both * both * both * accuracy * accuracy));
        if (!Double.isFinite(burnIn)) {
            return Optional.empty();
        }
        // A conversion to int ends at the largest one, where their sum would not.
        double first = burnIn * thinning;
        return Optional.of(new RafteryLewis((int) first, (int) (first + kept * thinning), minimum));
    }

    /**
     * {@return how many independent draws a quantile needs}
     *
     * @param quantile the probability of the quantile
     * @param accuracy how far the estimate's probability may be off
     * @param probability how likely it should be that it is not further off
     */
    public static int minimum(double quantile, double accuracy, double probability) {
        if (!(quantile >= 0 && quantile <= 1) || !(accuracy > 0) || !(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "Raftery and Lewis need a quantile from 0 to 1, an accuracy above 0 and a"
                            + " probability between 0 and 1, got " + quantile + ", " + accuracy + " and " + probability
                            + ".");
        }
        double phi = normalQuantile(probability);
        return (int) Math.ceil(quantile * (1 - quantile) * phi * phi / (accuracy * accuracy));
    }

    /** {@return how many times as many draws are needed as if they were independent; over 5 is much} */
    public double dependenceFactor() {
        return (double) draws / minimum;
    }

    private static double normalQuantile(double probability) {
        return NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + probability) / 2);
    }

    private static int[] states(double[] chain, double value, int thinning) {
        int[] states = new int[(chain.length + thinning - 1) / thinning];
        Arrays.setAll(states, draw -> chain[draw * thinning] <= value ? 1 : 0);
        return states;
    }

    /** Judges by the Bayesian information criterion whether the state before the last one matters, too. */
    private static boolean isOfSecondOrder(int[] states) {
        if (states.length < 3) {
            return false;
        }
        int[][][] counts = new int[2][2][2];
        for (int draw = 2; draw < states.length; draw++) {
            counts[states[draw - 2]][states[draw - 1]][states[draw]]++;
        }
        double ratio = 0;
        for (int middle = 0; middle < 2; middle++) {
            for (int before = 0; before < 2; before++) {
                for (int after = 0; after < 2; after++) {
                    double count = counts[before][middle][after];
                    double from = counts[before][middle][0] + counts[before][middle][1];
                    double to = counts[0][middle][after] + counts[1][middle][after];
                    double all =
                            counts[0][middle][0] + counts[0][middle][1] + counts[1][middle][0] + counts[1][middle][1];
                    ratio += count == 0 ? 0 : 2 * count * Math.log(count * all / (from * to));
                }
            }
        }
        return ratio - 2 * Math.log(states.length - 2) >= 0;
    }
}
