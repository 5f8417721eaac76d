package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Compares draws with the law that they should follow. */
final class GoodnessOfFit {

    /** A right sampler exceeds it once in a thousand seeds; the seeds are fixed. */
    static final double KOLMOGOROV_SMIRNOV_LIMIT = 1.95;

    /** A right sampler falls below it once in a thousand seeds; the seeds are fixed. */
    static final double CHI_SQUARE_LEVEL = 1e-3;

    private GoodnessOfFit() {}

    /** Returns the largest distance between the distribution functions, times the root of the number of draws. */
    static double kolmogorovSmirnov(double[] draws, Law law) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = law.cdf(sorted[i]);
            distance = Math.max(
                    distance, Math.max(expected - (double) i / draws.length, (i + 1.0) / draws.length - expected));
        }
        return distance * Math.sqrt(draws.length);
    }

    /** Returns the tail probability of Pearson's statistic over bins of at least twenty expected draws. */
    static double chiSquareTail(double[] draws, Law law) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        int bins = 0;
        double statistic = 0;
        double below = 0;
        int drawn = 0;
        int last = (int) law.survivalQuantile(1e-15);
        for (int k = 0; k <= last; k++) {
            boolean isLast = k == last || law.survival(k) * draws.length < 20;
            double upTo = isLast ? 1 : law.cdf(k);
            if ((upTo - below) * draws.length < 20) {
                continue;
            }
            int count = drawn;
            while (drawn < sorted.length && (isLast || sorted[drawn] <= k)) {
                drawn++;
            }
            double expected = (upTo - below) * draws.length;
            statistic += Math.pow(drawn - count - expected, 2) / expected;
            below = upTo;
            bins++;
            if (isLast) {
                break;
            }
        }
        assertThat(drawn).isEqualTo(draws.length);
        return ChiSquaredDistribution.of(bins - 1).survivalProbability(statistic);
    }

    /** Asserts that the average of draws is within five standard errors. */
    static void assertAverage(double[] values, double expected, String what) {
        double average = Arrays.stream(values).average().orElseThrow();
        double spread =
                Arrays.stream(values).map(x -> (x - average) * (x - average)).sum();
        double standardError = Math.sqrt(spread) / values.length;
        assertThat(average).as(what).isCloseTo(expected, within(5 * standardError));
    }
}
