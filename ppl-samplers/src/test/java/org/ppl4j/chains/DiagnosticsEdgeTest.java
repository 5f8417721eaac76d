package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws that no diagnostic can say anything about, and chains of unequal length. */
class DiagnosticsEdgeTest {

    private static final List<ToDoubleFunction<double[][]>> DIAGNOSTICS = List.of(
            Rhat::of,
            Rhat::basic,
            Rhat::split,
            EffectiveSampleSize::bulk,
            EffectiveSampleSize::tail,
            EffectiveSampleSize::mean,
            EffectiveSampleSize::basic,
            EffectiveSampleSize::standardDeviation,
            MonteCarloError::mean,
            MonteCarloError::standardDeviation,
            chains -> MonteCarloError.quantile(chains, 0.1));

    static List<double[][]> hopeless() {
        return List.of(
                new double[][] {},
                new double[][] {{}, {}},
                new double[][] {{1}},
                new double[][] {{1}, {2}},
                new double[][] {{1, 1, 1, 1}, {1, 1, 1, 1}},
                new double[][] {{1, 2, 3, Double.NaN, 5, 6, 7, 8}, {}},
                new double[][] {{1, 2, Double.NaN, 4, 5, 6, 7, 8}});
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void areNaN(double[][] chains) {
        for (ToDoubleFunction<double[][]> diagnostic : DIAGNOSTICS) {
            assertThat(diagnostic.applyAsDouble(chains)).isNaN();
        }
    }

    @Test
    void chainsOfUnequalLengthAreCutToTheShortest() {
        double[][] equal = TestDraws.read("iid_normal_4x1000");
        double[][] ragged = equal.clone();
        for (int chain = 0; chain < ragged.length; chain++) {
            ragged[chain] = Arrays.copyOf(equal[chain], 600 + 100 * chain);
            equal[chain] = Arrays.copyOf(equal[chain], 600);
        }
        for (ToDoubleFunction<double[][]> diagnostic : DIAGNOSTICS) {
            assertThat(diagnostic.applyAsDouble(ragged)).isFinite().isEqualTo(diagnostic.applyAsDouble(equal));
        }
    }

    @Test
    void givenDrawsAreLeftAsTheyAre() {
        double[][] chains = TestDraws.read("short_2x11");
        for (ToDoubleFunction<double[][]> diagnostic : DIAGNOSTICS) {
            assertThat(diagnostic.applyAsDouble(chains)).isFinite();
        }
        assertThat(Quantiles.of(chains[0], 0.3)).isFinite();
        assertThat(chains).isDeepEqualTo(TestDraws.read("short_2x11"));
    }

    @Test
    void equalDrawsShareTheirMeanRank() {
        double[][] scores = RankNormalization.of(new double[][] {{5, 1}, {5, 7}});
        assertThat(scores[0][0]).isEqualTo(scores[1][0]).isZero();
        assertThat(scores[0][1]).isEqualTo(-scores[1][1]).isNegative();
    }

    @Test
    void quantilesAtTheEnds() {
        assertThat(Quantiles.of(new double[] {3, 1, 2}, new double[] {0, 0.25, 1}))
                .containsExactly(1, 1.5, 3);
        assertThat(Quantiles.of(new double[] {4}, new double[] {0, 0.7, 1})).containsExactly(4, 4, 4);
        assertThat(Quantiles.of(new double[0], 0.5)).isNaN();
    }

    @Test
    void aProbabilityOutsideTheUnitIntervalIsRefused() {
        assertThatThrownBy(() -> Quantiles.of(new double[] {1}, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A quantile needs a probability between 0 and 1, got 5.0.");
    }
}
