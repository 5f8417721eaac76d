package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limiting distribution of the Cramér–von Mises statistic against published tables, and its Bessel function against R's. */
class CramerVonMisesTest {

    /** Anderson and Darling (1952), table 1. */
    @ParameterizedTest
    @CsvSource({
        "0.02480, 0.01",
        "0.03656, 0.05",
        "0.04601, 0.10",
        "0.07026, 0.25",
        "0.11888, 0.50",
        "0.20939, 0.75",
        "0.34730, 0.90",
        "0.46136, 0.95",
        "0.74346, 0.99",
        "1.16786, 0.999"
    })
    void quantilesAreThePublishedOnes(double statistic, double probability) {
        double slope = (CramerVonMises.cumulativeProbability(statistic + 1e-5)
                        - CramerVonMises.cumulativeProbability(statistic - 1e-5))
                / 2e-5;
        assertThat(CramerVonMises.cumulativeProbability(statistic)).isCloseTo(probability, within(0.6e-5 * slope));
    }

    /** exp(-x) besselK(x, 0.25) in R 4.2.2. */
    @ParameterizedTest
    @CsvSource({
        "0.001, 11.744725671941737",
        "0.05, 3.412761520441105",
        "1, 0.15846030751445875",
        "7, 3.8898831694917874e-07",
        "30, 1.9975382592493083e-27"
    })
    void theBesselFunctionIsThatOfR(double x, double expected) {
        assertThat(CramerVonMises.scaledBessel(x)).isCloseTo(expected, Percentage.withPercentage(1e-11));
    }

    @Test
    void theEndsAreThoseOfADistribution() {
        assertThat(CramerVonMises.cumulativeProbability(0)).isZero();
        assertThat(CramerVonMises.cumulativeProbability(-1)).isZero();
        assertThat(CramerVonMises.cumulativeProbability(1e-5)).isZero();
        assertThat(CramerVonMises.cumulativeProbability(49)).isCloseTo(1, within(1e-14));
        assertThat(CramerVonMises.cumulativeProbability(1e9)).isEqualTo(1);
        assertThat(CramerVonMises.cumulativeProbability(Double.NaN)).isNaN();
    }
}
