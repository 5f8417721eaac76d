package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that can be said of the draws of one number: how well the chains agree, how many independent draws they are worth,
 * how far off estimates may be, and where the number lies. Each is computed when it is asked for.
 *
 * <p>The methods that this class calls, such as {@link Rhat#of} and {@link GelmanRubin#of}, take arrays, and can be used
 * without {@link Chains}. Where a method gives a list, it has an entry a chain. Printed, it is a table of the most telling.
 */
public final class Diagnostics {

    private final String name;
    private final double[][] chains;
    private final double[] pooled;

    Diagnostics(String name, double[][] chains) {
        this.name = name;
        this.chains = chains;
        this.pooled = ChainArrays.pooled(chains);
    }

    /** {@return the name of the number} */
    public String name() {
        return name;
    }

    /** {@return the rank-normalised split R-hat, the larger of those for location and for scale; see {@link Rhat#of}} */
    public double rhat() {
        return Rhat.of(chains);
    }

    /**
     * {@return the nested R-hat; see {@link NestedRhat}}
     *
     * @param groups the number of groups of chains with the same start, one group after the other
     */
    public double nestedRhat(int groups) {
        return NestedRhat.of(chains, groups);
    }

    /** {@return the potential scale reduction factor and its upper limit; see {@link GelmanRubin}} */
    public GelmanRubin gelmanRubin() {
        return GelmanRubin.of(chains);
    }

    /** {@return the effective sample size in the bulk; see {@link EffectiveSampleSize#bulk}} */
    public double essBulk() {
        return EffectiveSampleSize.bulk(chains);
    }

    /** {@return the effective sample size in the tails; see {@link EffectiveSampleSize#tail}} */
    public double essTail() {
        return EffectiveSampleSize.tail(chains);
    }

    /** {@return the effective sample size for the mean; see {@link EffectiveSampleSize#mean}} */
    public double essMean() {
        return EffectiveSampleSize.mean(chains);
    }

    /** {@return the effective sample size for the standard deviation; see {@link EffectiveSampleSize#standardDeviation}} */
    public double essStandardDeviation() {
        return EffectiveSampleSize.standardDeviation(chains);
    }

    /**
     * {@return the effective sample size for a quantile; see {@link EffectiveSampleSize#quantile}}
     *
     * @param probability between 0 and 1
     */
    public double essQuantile(double probability) {
        return EffectiveSampleSize.quantile(chains, probability);
    }

    /** {@return the effective sample size by autoregressions; see {@link EffectiveSampleSize#autoregressive}} */
    public double essAutoregressive() {
        return EffectiveSampleSize.autoregressive(chains);
    }

    /** {@return the Monte Carlo standard error of the mean} */
    public double mcseMean() {
        return MonteCarloError.mean(chains);
    }

    /** {@return the Monte Carlo standard error of the standard deviation} */
    public double mcseStandardDeviation() {
        return MonteCarloError.standardDeviation(chains);
    }

    /**
     * {@return the Monte Carlo standard error of a quantile}
     *
     * @param probability between 0 and 1
     */
    public double mcseQuantile(double probability) {
        return MonteCarloError.quantile(chains, probability);
    }

    /** {@return for each chain the z score of its beginning against its end; see {@link Geweke}} */
    public List<Double> geweke() {
        return each(Geweke::z);
    }

    /** {@return for each chain whether it is stationary, and how well it tells the mean; see {@link HeidelbergerWelch}} */
    public List<HeidelbergerWelch> heidelbergerWelch() {
        return each(HeidelbergerWelch::of);
    }

    /**
     * {@return for each chain how many draws a quantile needs, where there are enough to tell; see {@link RafteryLewis}}
     *
     * @param quantile the probability of the quantile
     * @param accuracy how far the estimate's probability may be off
     * @param probability how likely it should be that it is not further off
     */
    public List<Optional<RafteryLewis>> rafteryLewis(double quantile, double accuracy, double probability) {
        return each(chain -> RafteryLewis.of(chain, quantile, accuracy, probability));
    }

    /**
     * {@return for each chain the correlation of its draws with those some draws earlier; NaN if it has not as many}
     *
     * @param lag the distance of the draws, at least 0
     */
    public List<Double> autocorrelation(int lag) {
        if (lag < 0) {
            throw new IllegalArgumentException("A lag must be at least 0, got " + lag + ".");
        }
        return each(chain -> lag < chain.length ? Autocovariance.correlation(chain)[lag] : Double.NaN);
    }

    /** {@return the median absolute deviation; see {@link MedianAbsoluteDeviation}} */
    public double medianAbsoluteDeviation() {
        return MedianAbsoluteDeviation.of(pooled);
    }

    private <T> List<T> each(Function<double[], T> diagnostic) {
        return Arrays.stream(chains).map(diagnostic).toList();
    }

    /** Returns the most telling diagnostics, a line each. */
    @Override
    public String toString() {
        GelmanRubin factors = gelmanRubin();
        return name + ": " + Words.count(chains.length, "chain") + "\n"
                + line("R-hat", number(rhat()))
                + line("Gelman-Rubin factor", number(factors.factor()) + ", up to " + number(factors.upperLimit()))
                + line("ESS bulk, tails", whole(essBulk()) + ", " + whole(essTail()))
                + line("ESS mean, sd", whole(essMean()) + ", " + whole(essStandardDeviation()))
                + line("MCSE mean, sd", number(mcseMean()) + ", " + number(mcseStandardDeviation()))
                + line(
                        "Geweke z",
                        Words.list(geweke().stream().map(Diagnostics::number).toList()))
                + line(
                        "Heidelberger-Welch p",
                        Words.list(heidelbergerWelch().stream()
                                .map(each -> number(each.pValue()))
                                .toList()))
                + line(
                        "autocorrelation, lag 1",
                        Words.list(autocorrelation(1).stream()
                                .map(Diagnostics::number)
                                .toList()));
    }

    private static String line(String what, String value) {
        return String.format(Locale.ROOT, "  %-24s%s%n", what, value).replace(System.lineSeparator(), "\n");
    }

    private static String whole(double value) {
        return Double.isFinite(value) ? Words.count(Math.round(value)) : Double.toString(value);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : Double.toString(value);
    }
}
