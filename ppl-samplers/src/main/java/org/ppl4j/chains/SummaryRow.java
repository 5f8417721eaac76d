package org.ppl4j.chains;

import java.util.Arrays;

/** Computes a row of a summary, sorting and ranking the draws only once for all its columns. */
final class SummaryRow {

    private SummaryRow() {}

    static Summary.Row of(String name, double[][] chains, NormalScores scores) {
        double[] sorted = ChainArrays.pooled(chains);
        double mean = Moments.mean(sorted);
        double deviation = Moments.standardDeviation(sorted);
        Arrays.sort(sorted);
        double q5 = Quantiles.ofSorted(sorted, 0.05);
        double q50 = Quantiles.ofSorted(sorted, 0.5);
        double q95 = Quantiles.ofSorted(sorted, 0.95);
        double[][] normalised = RankNormalization.of(ChainArrays.split(chains), scores);
        return new Summary.Row(
                name,
                mean,
                deviation,
                deviation / Math.sqrt(EffectiveSampleSize.mean(chains)),
                q5,
                q50,
                q95,
                EffectiveSampleSize.basic(normalised),
                Math.min(EffectiveSampleSize.upTo(chains, q5), EffectiveSampleSize.upTo(chains, q95)),
                Rhat.of(normalised, chains, q50, scores));
    }
}
