package org.ppl4j.chains;

import java.util.Arrays;

/**
 * The potential scale reduction of many short chains: between groups of chains that start at the same point, so that it
 * tells with few draws a chain, or even one, whether the chains have forgotten where they started.
 *
 * <p>C. C. Margossian, M. D. Hoffman, P. Sountsov, L. Riou-Durand, A. Vehtari and A. Gelman, "Nested R-hat: assessing the
 * convergence of Markov chain Monte Carlo when running many short chains", Bayesian Analysis, 2024. Unlike R-hat it is
 * never below 1. NaN where the draws are constant or not all finite. Chains of unequal length are cut to the shortest.
 */
public final class NestedRhat {

    private NestedRhat() {}

    /**
     * {@return the nested R-hat}
     *
     * @param chains the draws of one number, an array a chain, the chains of one group one after the other
     * @param groups the number of groups, all of the same size, over 1
     */
    public static double of(double[][] chains, int groups) {
        if (groups < 2 || chains.length % groups != 0 || chains.length == 0) {
            throw new IllegalArgumentException("Nested R-hat needs at least 2 groups with as many chains each, got "
                    + groups + " groups of " + chains.length + " chains.");
        }
        double[][] common = ChainArrays.common(chains);
        if (ChainArrays.degenerate(common)) {
            return Double.NaN;
        }
        int size = common.length / groups;
        double[] means = new double[groups];
        double within = 0;
        for (int group = 0; group < groups; group++) {
            double[][] members = Arrays.copyOfRange(common, group * size, (group + 1) * size);
            double[] each = Arrays.stream(members).mapToDouble(Moments::mean).toArray();
            means[group] = Moments.mean(each);
            within += variance(each)
                    + Arrays.stream(members).mapToDouble(NestedRhat::variance).sum() / size;
        }
        return Math.sqrt(1 + Moments.variance(means) / (within / groups));
    }

    private static double variance(double[] values) {
        return values.length == 1 ? 0 : Moments.variance(values);
    }
}
