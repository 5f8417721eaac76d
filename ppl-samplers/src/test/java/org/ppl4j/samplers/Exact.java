package org.ppl4j.samplers;

import java.util.Arrays;
import org.ppl4j.chains.MonteCarloError;
import org.ppl4j.chains.Quantiles;

/**
 * An exact answer: a number of the chains, a statistic of it, and the value that statistic has.
 *
 * @param number the name of a scalar or an element
 * @param statistic which statistic
 * @param probability of a quantile; not used by others
 * @param value the exact value
 */
record Exact(String number, Statistic statistic, double probability, double value) {

    /** What is known exactly. */
    enum Statistic {
        MEAN,
        STANDARD_DEVIATION,
        QUANTILE
    }

    static Exact mean(String number, double value) {
        return new Exact(number, Statistic.MEAN, 0, value);
    }

    static Exact standardDeviation(String number, double value) {
        return new Exact(number, Statistic.STANDARD_DEVIATION, 0, value);
    }

    static Exact quantile(String number, double probability, double value) {
        return new Exact(number, Statistic.QUANTILE, probability, value);
    }

    /**
     * Returns by how many Monte Carlo standard errors the draws are off.
     *
     * @param draws the draws of the number, an array a chain
     */
    double standardErrors(double[][] draws) {
        double[] pooled = Arrays.stream(draws).flatMapToDouble(Arrays::stream).toArray();
        return switch (statistic) {
            case MEAN -> (mean(pooled) - value) / MonteCarloError.mean(draws);
            case STANDARD_DEVIATION -> (standardDeviation(pooled) - value) / MonteCarloError.standardDeviation(draws);
            case QUANTILE -> (Quantiles.of(pooled, probability) - value) / MonteCarloError.quantile(draws, probability);
        };
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double standardDeviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
