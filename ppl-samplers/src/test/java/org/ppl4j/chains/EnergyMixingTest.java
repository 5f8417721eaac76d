package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EnergyMixingTest {

    /** By hand: the changes are 1, 2, -4, their squares add up to 21; the squared deviations from the mean 2 to 8.75. */
    @Test
    void isTheRatioOfSums() {
        assertThat(EnergyMixing.ebfmi(new double[] {1, 2, 4, 0})).isCloseTo(21 / 8.75, within(1e-15));
    }

    @Test
    void independentEnergiesHaveTwo() {
        Chains chains = new Draft(2, 20_000)
                .normal("x")
                .statistic("energy", (chain, draw, random) -> 1e6 + random.nextGaussian())
                .chains();
        assertThat(chains.ebfmi()).allMatch(value -> Math.abs(value - 2) < 0.05);
    }

    @Test
    void isNaNWhereItSaysNothing() {
        assertThat(EnergyMixing.ebfmi(new double[] {1})).isNaN();
        assertThat(EnergyMixing.ebfmi(new double[] {1, 1, 1})).isNaN();
        Chains chains = new Draft(2, 10).normal("x").chains();
        assertThatThrownBy(chains::ebfmi)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No variable or statistic is named \"energy\". Variables: x. Statistics: none.");
    }
}
