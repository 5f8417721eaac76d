package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Counts too large for the contract test's tables: they are nearly normal, and must not overflow. */
final class CountDrawsTest {

    private static final int DRAWS = 20_000;

    @Test
    void poissonOfALargeRate() {
        double rate = 5e9;
        double[] draws = Poisson.of(rate).iid(DRAWS).sample(new SplittableRandom(31));
        assertNearlyNormal(draws, rate, rate);
    }

    @Test
    void binomialOfManyTrials() {
        double trials = 4e12;
        double[] draws = Binomial.of(trials, 0.25).iid(DRAWS).sample(new SplittableRandom(32));
        assertNearlyNormal(draws, trials / 4, trials * 3 / 16);
    }

    @Test
    void binomialOfARareSuccess() {
        double[] draws = Binomial.of(1e9, 2e-7).iid(DRAWS).sample(new SplittableRandom(33));
        Law poisson = Law.of(org.apache.commons.statistics.distribution.PoissonDistribution.of(200));
        assertThat(GoodnessOfFit.chiSquareTail(draws, poisson)).isGreaterThan(GoodnessOfFit.CHI_SQUARE_LEVEL);
    }

    private static void assertNearlyNormal(double[] draws, double mean, double variance) {
        assertThat(Arrays.stream(draws).allMatch(x -> x == Math.rint(x))).isTrue();
        Law normal = Law.of(NormalDistribution.of(mean, Math.sqrt(variance)));
        assertThat(GoodnessOfFit.kolmogorovSmirnov(draws, normal)).isLessThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
        Law wider = Law.of(NormalDistribution.of(mean, 1.1 * Math.sqrt(variance)));
        assertThat(GoodnessOfFit.kolmogorovSmirnov(draws, wider))
                .as("negative control")
                .isGreaterThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
    }
}
