package org.ppl4j.chains;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How many independent draws would estimate as well as the draws of the chains do.
 *
 * <p>Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and localization" (2021), with the
 * truncation of the autocorrelations by Geyer, "Practical Markov chain Monte Carlo" (1992). NaN where the draws are
 * constant, not all finite or too few, as in the R package posterior. Chains of unequal length are cut to the shortest.
 */
public final class EffectiveSampleSize {

    private EffectiveSampleSize() {}

    /**
     * {@return the effective sample size in the bulk: of the rank-normalised draws}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double bulk(double[][] chains) {
        return basic(RankNormalization.of(ChainArrays.split(chains)));
    }

    /**
     * {@return the effective sample size in the tails: the smaller of those for the 5 % and the 95 % quantile}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double tail(double[][] chains) {
        return Math.min(quantile(chains, 0.05), quantile(chains, 0.95));
    }

    /**
     * {@return the smallest of the effective sample sizes in the bulk and for the 5 % and the 95 % quantile, of which those
     * count that exist; NaN if that in the bulk does not} A quantile has none if it is the largest value of all, as with
     * zeros and ones: {@link #tail} is NaN then.
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double least(double[][] chains) {
        double bulk = bulk(chains);
        return Double.isNaN(bulk)
                ? bulk
                : DoubleStream.of(bulk, quantile(chains, 0.05), quantile(chains, 0.95))
                        .filter(size -> !Double.isNaN(size))
                        .min()
                        .orElse(bulk);
    }

    /**
     * {@return the effective sample size for the mean}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double mean(double[][] chains) {
        return split(chains);
    }

    /**
     * {@return the effective sample size for the standard deviation: that of the distances from the mean}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double standardDeviation(double[][] chains) {
        double[][] common = ChainArrays.common(chains);
        double mean = Moments.mean(ChainArrays.pooled(common));
        return split(Arrays.stream(common)
                .map(chain -> Arrays.stream(chain)
                        .map(value -> Math.abs(value - mean))
                        .toArray())
                .toArray(double[][]::new));
    }

    /**
     * {@return the effective sample size for a quantile: that of the indicators of the draws up to it}
     *
     * @param chains the draws of one number, an array a chain
     * @param probability between 0 and 1
     */
    public static double quantile(double[][] chains, double probability) {
        double[][] common = ChainArrays.common(chains);
        double[] pooled = ChainArrays.pooled(common);
        // All draws are up to the largest: its place stands for it, as in posterior.
        double place = probability == 1 && pooled.length > 0 ? (pooled.length - 0.5) / pooled.length : probability;
        return upTo(common, Quantiles.of(pooled, place));
    }

    /** The same with the quantile given. */
    static double upTo(double[][] chains, double quantile) {
        if (ChainArrays.degenerate(chains)) {
            return Double.NaN;
        }
        return split(Arrays.stream(chains)
                .map(chain -> Arrays.stream(chain)
                        .map(value -> value <= quantile ? 1 : 0)
                        .toArray())
                .toArray(double[][]::new));
    }

    /**
     * {@return the effective sample size of the draws as they are, after splitting each chain in halves}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double split(double[][] chains) {
        return basic(ChainArrays.split(chains));
    }

    /**
     * {@return the effective sample size of the draws as they are, without splitting the chains}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double basic(double[][] chains) {
        double[][] common = ChainArrays.common(chains);
        if (ChainArrays.degenerate(common) || common[0].length < 3) {
            return Double.NaN;
        }
        double total = (double) common.length * common[0].length;
        // More than total * log10(total) is not to be had, even where draws repel each other.
        return total / Math.max(autocorrelationTime(common), 1 / Math.log10(total));
    }

    /**
     * {@return the effective sample size for the mean by autoregressions of the chains, each on its own, as
     * {@code effectiveSize} of the R package coda; 0 for constant chains} Chains that disagree do not lower it.
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double autoregressive(double[][] chains) {
        return Arrays.stream(chains)
                .mapToDouble(chain -> {
                    double density = SpectralDensity.of(chain).value();
                    return density == 0 ? 0 : chain.length * Moments.variance(chain) / density;
                })
                .sum();
    }

    private static double autocorrelationTime(double[][] chains) {
        int draws = chains[0].length;
        MeanAutocovariance covariance = new MeanAutocovariance(chains);
        double biased = covariance.at(0);
        double within = biased * draws / (draws - 1);
        double total = biased + between(chains);
        double[] correlations = new double[draws];
        double even = 1;
        double odd = 1 - (within - covariance.at(1)) / total;
        correlations[0] = even;
        correlations[1] = odd;
        int lag = 0;
        // Geyer's initial positive sequence of sums of pairs.
        while (lag < draws - 5 && even + odd > 0) {
            lag += 2;
            even = 1 - (within - covariance.at(lag)) / total;
            odd = 1 - (within - covariance.at(lag + 1)) / total;
            if (even + odd >= 0) {
                correlations[lag] = even;
                correlations[lag + 1] = odd;
            }
        }
        if (even > 0) {
            correlations[lag] = even;
        }
        makeMonotone(correlations, lag);
        double sum = correlations[0];
        for (int index = 1; index < lag; index++) {
            sum += correlations[index];
        }
        // The last even term lowers the variance for antithetic chains. With chains so short that no lag beyond the
        // first
        // pair counts, posterior's sum still holds its first term, hence the value is 2.
        return -1 + 2 * sum + correlations[lag];
    }

    private static double between(double[][] chains) {
        if (chains.length == 1) {
            return 0;
        }
        return Moments.variance(Arrays.stream(chains).mapToDouble(Moments::mean).toArray());
    }

    /** Geyer's initial monotone sequence: no pair's sum is larger than the one before. */
    private static void makeMonotone(double[] correlations, int last) {
        for (int lag = 2; lag <= last - 2; lag += 2) {
            double before = correlations[lag - 2] + correlations[lag - 1];
            if (correlations[lag] + correlations[lag + 1] > before) {
                correlations[lag] = before / 2;
                correlations[lag + 1] = before / 2;
            }
        }
    }
}
