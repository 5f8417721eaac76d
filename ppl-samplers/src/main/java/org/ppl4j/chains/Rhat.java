package org.ppl4j.chains;

import java.util.stream.Stream;

/**
 * The potential scale reduction: near 1 if the chains agree with each other and with their own halves. Values over 1.01
 * say that they have not mixed.
 *
 * <p>Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and localization" (2021). NaN where
 * the draws are constant or not all finite, as in the R package posterior. Chains of unequal length are cut to the
 * shortest.
 */
public final class Rhat {

    private Rhat() {}

    /**
     * {@return the larger of the rank-normalised split R-hat of the draws (which sees differences in location) and of
     * their distances from the median (differences in scale)}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double of(double[][] chains) {
        NormalScores scores = new NormalScores();
        double[][] common = ChainArrays.common(chains);
        double median = Quantiles.of(ChainArrays.pooled(common), 0.5);
        return of(RankNormalization.of(ChainArrays.split(common), scores), common, median, scores);
    }

    /** The same with what a summary has computed already: the normal scores of the split chains, and the median. */
    static double of(double[][] normalised, double[][] chains, double median, NormalScores scores) {
        return Math.max(basic(normalised), basic(folded(chains, median, scores)));
    }

    /** Returns what both R-hats compare: the normal scores of the half chains' draws, and of their distances from the median. */
    static Stream<double[][]> halves(double[][] chains) {
        double[][] common = ChainArrays.common(chains);
        double median = Quantiles.of(ChainArrays.pooled(common), 0.5);
        NormalScores scores = new NormalScores();
        return Stream.of(RankNormalization.of(ChainArrays.split(common), scores), folded(common, median, scores));
    }

    private static double[][] folded(double[][] chains, double median, NormalScores scores) {
        double[][] folded = ChainArrays.split(chains);
        for (int chain = 0; chain < folded.length; chain++) {
            double[] distances = new double[folded[chain].length];
            for (int draw = 0; draw < distances.length; draw++) {
                distances[draw] = Math.abs(folded[chain][draw] - median);
            }
            folded[chain] = distances;
        }
        return RankNormalization.of(folded, scores);
    }

    /**
     * {@return the R-hat of Gelman and Rubin (1992) without ranks, after splitting each chain in halves}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double split(double[][] chains) {
        return basic(ChainArrays.split(chains));
    }

    /**
     * {@return the R-hat of Gelman and Rubin (1992), without ranks and without splitting; NaN for a single chain}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double basic(double[][] chains) {
        double[][] common = ChainArrays.common(chains);
        if (ChainArrays.degenerate(common)) {
            return Double.NaN;
        }
        int draws = common[0].length;
        double[] means = new double[common.length];
        double[] variances = new double[common.length];
        for (int chain = 0; chain < common.length; chain++) {
            means[chain] = Moments.mean(common[chain]);
            variances[chain] = Moments.variance(common[chain]);
        }
        double between = draws * Moments.variance(means);
        double within = Moments.mean(variances);
        return Math.sqrt((between / within + draws - 1) / draws);
    }
}
