package org.ppl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;

/** The examples find what they should. */
class ExamplesTest {

    /** Reference means and standard deviations of posteriordb's eight_schools-eight_schools_noncentered. */
    @Test
    void eightSchools() {
        Chains chains = EightSchools.run(5_000);
        assertMean(chains, "mu", 4.41, 3.31);
        assertMean(chains, "tau", 3.60, 3.23);
        assertMean(chains, "theta[0]", 6.19, 5.65);
        assertMean(chains, "theta[6]", 6.36, 5.18);
        assertThat(chains.summary("mu").row("mu").rhat()).isLessThan(1.01);
    }

    private static void assertMean(Chains chains, String name, double mean, double standardDeviation) {
        double error = chains.summary(name).row(name).mcse();
        assertThat(chains.mean(name)).as(name).isCloseTo(mean, within(0.1 * standardDeviation + 4 * error));
    }

    @Test
    void customDistribution() {
        Chains chains = CustomDistribution.run(2_000);
        assertThat(chains.summary().row("a").rhat()).isLessThan(1.01);
        assertThat(chains.mean("a")).isCloseTo(2, within(3 * chains.standardDeviation("a")));
        assertThat(chains.mean("b")).isCloseTo(5, within(3 * chains.standardDeviation("b")));
        assertThat(chains.standardDeviation("a")).isLessThan(0.3);
    }

    @Test
    void networkOfYourOwn() {
        assertThat(NetworkOfYourOwn.run(150, 100)).isGreaterThan(0.8);
    }
}
