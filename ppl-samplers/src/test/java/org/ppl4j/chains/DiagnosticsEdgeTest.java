package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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

    /** A chain of 400,000 draws that changes sides four times would need some billions. */
    @Test
    void moreDrawsThanAnIntegerHoldsAreTheLargestInteger() {
        double[] slow = IntStream.range(0, 400_000)
                .mapToDouble(draw -> draw / 80_000 % 2)
                .toArray();
        RafteryLewis needed = RafteryLewis.of(slow, 0.5, 0.003, 0.95).orElseThrow();
        assertThat(needed.burnIn()).isPositive();
        assertThat(needed.draws()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void rafteryAndLewisNeedProbabilities() {
        double[] chain = new double[10];
        for (double[] wrong : new double[][] {{-1, 0.01, 0.95}, {0.5, -0.01, 0.95}, {0.5, 0.01, 1.5}, {0.5, 0.01, 0}}) {
            assertThatThrownBy(() -> RafteryLewis.of(chain, wrong[0], wrong[1], wrong[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Raftery and Lewis need a quantile from 0 to 1, an accuracy above 0 and a probability"
                            + " between 0 and 1, got " + wrong[0] + ", " + wrong[1] + " and " + wrong[2] + ".");
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

    /** Whether draws are constant does not depend on the unit they are in. */
    @Test
    void smallNumbersAreNoConstants() {
        double[][] chains = TestDraws.read("iid_normal_4x1000");
        double[][] small = Arrays.stream(chains)
                .map(chain -> Arrays.stream(chain)
                        .map(value -> Math.scalb(value, -80))
                        .toArray())
                .toArray(double[][]::new);
        for (ToDoubleFunction<double[][]> diagnostic : DIAGNOSTICS.subList(0, 8)) {
            assertThat(diagnostic.applyAsDouble(small)).isFinite().isEqualTo(diagnostic.applyAsDouble(chains));
        }
        double above = 1e8 + Math.ulp(1e8);
        assertThat(EffectiveSampleSize.mean(new double[][] {{1e8, above, 1e8, above, 1e8, above, 1e8, above}}))
                .isNaN();
    }

    /** Fourth powers of what is neither too small nor too large for a number may be. */
    @Test
    void theErrorOfAStandardDeviationIsToScale() {
        double[][] chains = TestDraws.read("iid_normal_4x1000");
        double error = MonteCarloError.standardDeviation(chains);
        for (int exponent : new int[] {-400, 400}) {
            double[][] scaled = Arrays.stream(chains)
                    .map(chain -> Arrays.stream(chain)
                            .map(value -> Math.scalb(value, exponent))
                            .toArray())
                    .toArray(double[][]::new);
            assertThat(MonteCarloError.standardDeviation(scaled)).isEqualTo(Math.scalb(error, exponent));
        }
    }

    @Test
    void theLeastEffectiveSampleSizeIsOfWhatThereIs() {
        double[][] normal = TestDraws.read("ar1_rho09_4x1000");
        assertThat(EffectiveSampleSize.least(normal))
                .isEqualTo(Math.min(EffectiveSampleSize.bulk(normal), EffectiveSampleSize.tail(normal)));
        double[][] signs = Arrays.stream(normal)
                .map(chain -> Arrays.stream(chain).map(x -> x > 0 ? 1 : 0).toArray())
                .toArray(double[][]::new);
        assertThat(EffectiveSampleSize.tail(signs)).isNaN();
        assertThat(EffectiveSampleSize.least(signs)).isCloseTo(EffectiveSampleSize.bulk(signs), within(1e-6));
        assertThat(EffectiveSampleSize.least(new double[][] {{1, 1, 1, 1, 1, 1, 1}}))
                .isNaN();
    }

    /** The values are those of posterior 1.4.0. */
    @Test
    void theLargestDrawHasAPlaceOfItsOwn() {
        double[][] chain = {
            IntStream.rangeClosed(1, 100).mapToDouble(i -> i * 37 % 101).toArray()
        };
        assertThat(EffectiveSampleSize.quantile(chain, 0)).isCloseTo(104.253544620517, within(1e-11));
        assertThat(EffectiveSampleSize.quantile(chain, 1)).isCloseTo(104.253544620517, within(1e-11));
        assertThat(MonteCarloError.quantile(chain, 0)).isEqualTo(0.5);
        assertThat(MonteCarloError.quantile(chain, 1)).isEqualTo(1);
    }

    /** The values are those of coda 0.19-4. */
    @Test
    void theGelmanRubinFactorOfChainsWithEqualOrNoVariance() {
        double[][] apart = new double[4][];
        for (int chain = 0; chain < 4; chain++) {
            int first = 100 * chain;
            apart[chain] =
                    IntStream.rangeClosed(1, 100).mapToDouble(i -> first + i).toArray();
        }
        assertThat(GelmanRubin.of(apart).factor()).isCloseTo(6.15398185639218, within(1e-12));
        assertThat(GelmanRubin.of(apart).upperLimit()).isCloseTo(10.7205694720496, within(1e-12));
        assertThat(GelmanRubin.of(new double[][] {{1, 1, 1, 1}, {2, 2, 2, 2}}))
                .isEqualTo(new GelmanRubin(Double.POSITIVE_INFINITY, Double.NaN));
        assertThat(GelmanRubin.of(new double[][] {apart[0], apart[0]}))
                .isEqualTo(new GelmanRubin(Double.NaN, Double.NaN));
        double[] shaken = apart[0].clone();
        Arrays.setAll(shaken, i -> shaken[i] + (i % 2 == 0 ? -1e-4 : 1e-4));
        GelmanRubin nearlyEqual = GelmanRubin.of(new double[][] {apart[0], shaken});
        assertThat(nearlyEqual.factor()).isCloseTo(0.994987437106622, within(1e-12));
        assertThat(nearlyEqual.upperLimit()).isCloseTo(0.994987437106622, within(1e-12));
        assertThat(new Diagnostics("x", new double[][] {{1, 1, 1, 1}, {2, 2, 2, 2}}).toString())
                .contains("Gelman-Rubin factor     Infinity, up to NaN");
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
