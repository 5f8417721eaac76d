package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What the diagnostics say of draws that are good and of draws that are bad, and how chains offer them. */
class DiagnosticsTest {

    private static final double[][] GOOD = TestDraws.read("iid_normal_4x1000");
    private static final double[][] DRIFTING = TestDraws.read("drift_trend_4x600");
    private static final double[][] SHIFTED = TestDraws.read("shifted_means_4x1000");

    private static Diagnostics of(double[][] chains) {
        return new Diagnostics("theta", chains);
    }

    @Test
    void goodDrawsPass() {
        Diagnostics good = of(GOOD);
        assertThat(good.rhat()).isLessThan(1.01);
        assertThat(good.gelmanRubin().upperLimit()).isLessThan(1.01);
        assertThat(good.nestedRhat(2)).isLessThan(1.01);
        assertThat(good.geweke()).hasSize(4).allSatisfy(z -> assertThat(z).isBetween(-3.0, 3.0));
        assertThat(good.heidelbergerWelch()).allMatch(HeidelbergerWelch::stationary);
        assertThat(good.rafteryLewis(0.025, 0.02, 0.9))
                .allSatisfy(each ->
                        assertThat(each.orElseThrow().dependenceFactor()).isLessThan(1.5));
    }

    @Test
    void badDrawsDoNot() {
        assertThat(of(SHIFTED).gelmanRubin().factor()).isGreaterThan(1.2);
        assertThat(of(SHIFTED).nestedRhat(4)).isGreaterThan(1.2);
        assertThat(of(DRIFTING).geweke())
                .allSatisfy(z -> assertThat(Math.abs(z)).isGreaterThan(5));
        assertThat(of(DRIFTING).heidelbergerWelch()).noneMatch(HeidelbergerWelch::stationary);
        assertThat(of(TestDraws.read("ar1_rho09_4x1000")).rafteryLewis(0.025, 0.02, 0.9))
                .allSatisfy(each ->
                        assertThat(each.orElseThrow().dependenceFactor()).isGreaterThan(2));
    }

    @Test
    void nestedRhatOfSingleChainsIsRhatWithoutItsBias() {
        double rhat = Rhat.basic(SHIFTED);
        assertThat(NestedRhat.of(SHIFTED, 4))
                .isCloseTo(Math.sqrt(rhat * rhat + 1.0 / SHIFTED[0].length), within(1e-14));
    }

    /** Means 0 and 2 of two groups; within, chains at -1 and 1, and draws that differ by 2. */
    @Test
    void nestedRhatByHand() {
        double[][] chains = {{-2, 0}, {0, 2}, {0, 2}, {2, 4}};
        double within = 2 + 2;
        assertThat(NestedRhat.of(chains, 2)).isCloseTo(Math.sqrt(1 + 2 / within), within(1e-15));
        double[][] oneDraw = {{-1}, {1}, {1}, {3}};
        assertThat(NestedRhat.of(oneDraw, 2)).isCloseTo(Math.sqrt(1 + 2.0 / 2), within(1e-15));
        assertThat(NestedRhat.of(new double[][] {{1, 1}, {1, 1}}, 2)).isNaN();
    }

    @Test
    void groupsMustBeOfOneSize() {
        assertThatThrownBy(() -> of(GOOD).nestedRhat(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Nested R-hat needs at least 2 groups with as many chains each, got 3 groups of 4 chains.");
        assertThatThrownBy(() -> of(GOOD).nestedRhat(1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** An autoregression's spectral density is known: 1 / (1 - rho)^2 for innovations of variance one. */
    @Test
    void theSpectralDensityOfAnAutoregressionIsFound() {
        for (double rho : new double[] {-0.5, 0, 0.9}) {
            Random random = new Random(20_260_201);
            double[] chain = new double[200_000];
            for (int draw = 1; draw < chain.length; draw++) {
                chain[draw] = rho * chain[draw - 1] + random.nextGaussian();
            }
            SpectralDensity density = SpectralDensity.of(chain);
            assertThat(density.value()).isCloseTo(1 / ((1 - rho) * (1 - rho)), Percentage.withPercentage(5));
            assertThat(EffectiveSampleSize.autoregressive(new double[][] {chain}))
                    .isCloseTo(chain.length * (1 - rho) / (1 + rho), Percentage.withPercentage(5));
        }
    }

    @Test
    void straightLinesHaveNoSpectralDensity() {
        double[] line =
                IntStream.range(0, 50).mapToDouble(draw -> 1e6 + 0.1 * draw).toArray();
        assertThat(SpectralDensity.of(line)).isEqualTo(new SpectralDensity(0, 0));
        assertThat(SpectralDensity.of(new double[] {1, 5})).isEqualTo(new SpectralDensity(0, 0));
        assertThat(SpectralDensity.of(new double[] {1}).value()).isNaN();
        assertThat(SpectralDensity.of(new double[] {1, Double.NaN, 2}).value()).isNaN();
        assertThat(SpectralDensity.of(new double[] {1, Double.POSITIVE_INFINITY, 2})
                        .value())
                .isNaN();
    }

    @Test
    void chainsTooShortGiveNoNumbers() {
        for (double[] chain : new double[][] {{}, {1}, {1, 1, 1}, {1, Double.NaN, 3, 4}}) {
            assertThat(Geweke.z(chain)).isNaN();
            assertThat(HeidelbergerWelch.of(chain).stationary()).isFalse();
            assertThat(RafteryLewis.of(chain)).isEmpty();
            assertThat(GelmanRubin.of(new double[][] {chain}).factor()).isNaN();
        }
    }

    @Test
    void aBinaryChainNeedsTheDrawsOfItsTransitions() {
        // Long stretches on either side of the median: changes are rare.
        double[] slow = IntStream.range(0, 4_000)
                .mapToDouble(draw -> draw / 100 % 2 + 1e-6 * (draw % 7))
                .toArray();
        assertThat(RafteryLewis.of(slow, 0.5, 0.025, 0.95).orElseThrow().dependenceFactor())
                .isGreaterThan(50);
        double[] constant = new double[4_000];
        assertThat(RafteryLewis.of(constant, 0.5, 0.025, 0.95)).isEqualTo(Optional.empty());
    }

    @Test
    void thePartsOfGewekeMayNotOverlap() {
        assertThatThrownBy(() -> Geweke.z(GOOD[0], 0.6, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The parts of a chain must be over 0 and together at most 1, got 0.6 and 0.5.");
    }

    @Test
    void theMultivariateFactorIsAtLeastThatOfEachNumber() {
        double[][] other = TestDraws.read("ar1_rho09_4x1000");
        double together = GelmanRubin.multivariate(new double[][][] {SHIFTED, other});
        double uncorrected = GelmanRubin.multivariate(new double[][][] {SHIFTED});
        double rhat = Rhat.basic(SHIFTED);
        // With one number: (n - 1) / n + (1 + 1 / m) B / n W.
        assertThat(uncorrected).isCloseTo(Math.sqrt(0.999 + 1.25 * (rhat * rhat - 0.999)), within(1e-12));
        assertThat(together).isGreaterThan(uncorrected);
        assertThat(GelmanRubin.multivariate(new double[][][] {other, other})).isNaN();
        double[][] undefined = Arrays.stream(other).map(double[]::clone).toArray(double[][]::new);
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            undefined[0][1] = value;
            assertThat(GelmanRubin.multivariate(new double[][][] {SHIFTED, undefined}))
                    .isNaN();
        }
    }

    @Test
    void theShortestIntervalLeansToTheMode() {
        double[] draws = IntStream.range(0, 1_000)
                .mapToDouble(i -> -Math.log1p(-(i + 0.5) / 1_000))
                .toArray();
        Interval shortest = Interval.highestDensity(draws, 0.9);
        Interval central = Interval.equalTailed(draws, 0.9);
        assertThat(shortest.lower()).isEqualTo(draws[0]);
        assertThat(shortest.upper()).isCloseTo(-Math.log(0.1), within(0.01));
        assertThat(central.lower()).isCloseTo(-Math.log(0.95), within(0.01));
        assertThat(shortest.width()).isLessThan(central.width());
        assertThat(Interval.highestDensity(new double[] {2}, 0.5)).isEqualTo(new Interval(2, 2));
        assertThat(Interval.highestDensity(new double[] {2, Double.NaN}, 0.5).lower())
                .isNaN();
        assertThatThrownBy(() -> Interval.equalTailed(draws, 90))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An interval needs a probability between 0 and 1, got 90.0.");
    }

    @Test
    void chainsOfferThem() {
        Chains chains = chains(GOOD);
        Diagnostics diagnostics = chains.diagnostics("theta");
        double[] all = ChainArrays.pooled(GOOD);
        assertThat(diagnostics.name()).isEqualTo("theta");
        assertThat(diagnostics.rhat()).isEqualTo(Rhat.of(GOOD));
        assertThat(diagnostics.essBulk()).isEqualTo(EffectiveSampleSize.bulk(GOOD));
        assertThat(diagnostics.essTail()).isEqualTo(EffectiveSampleSize.tail(GOOD));
        assertThat(diagnostics.essMean()).isEqualTo(EffectiveSampleSize.mean(GOOD));
        assertThat(diagnostics.essStandardDeviation()).isEqualTo(EffectiveSampleSize.standardDeviation(GOOD));
        assertThat(diagnostics.essQuantile(0.1)).isEqualTo(EffectiveSampleSize.quantile(GOOD, 0.1));
        assertThat(diagnostics.essAutoregressive()).isEqualTo(EffectiveSampleSize.autoregressive(GOOD));
        assertThat(diagnostics.mcseMean()).isEqualTo(MonteCarloError.mean(GOOD));
        assertThat(diagnostics.mcseStandardDeviation()).isEqualTo(MonteCarloError.standardDeviation(GOOD));
        assertThat(diagnostics.mcseQuantile(0.1)).isEqualTo(MonteCarloError.quantile(GOOD, 0.1));
        assertThat(diagnostics.medianAbsoluteDeviation()).isEqualTo(MedianAbsoluteDeviation.of(all));
        assertThat(chains.interval("theta", 0.9)).isEqualTo(Interval.equalTailed(all, 0.9));
        assertThat(chains.highestDensityInterval("theta", 0.9)).isEqualTo(Interval.highestDensity(all, 0.9));
        assertThat(chains.gelmanRubin("theta")).isEqualTo(GelmanRubin.multivariate(new double[][][] {GOOD}));
        double meanOfChains = diagnostics.autocorrelation(3).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(chains.autocorrelation("theta")).hasSize(1_000);
        assertThat(chains.autocorrelation("theta")[3]).isCloseTo(meanOfChains, within(1e-15));
        assertThat(diagnostics.autocorrelation(1_000)).allMatch(value -> value.isNaN());
        assertThatThrownBy(() -> chains.diagnostics("tau")).hasMessageContaining("\"tau\"");
    }

    @Test
    void printedAsATable() {
        assertThat(chains(GOOD).diagnostics("theta")).hasToString("""
                theta: 4 chains
                  R-hat                   0.9999
                  Gelman-Rubin factor     1.000, up to 1.002
                  ESS bulk, tails         4,189, 3,811
                  ESS mean, sd            4,193, 3,899
                  MCSE mean, sd           0.01538, 0.01143
                  Geweke z                -1.395, 0.1246, 0.1635 and 0.4977
                  Heidelberger-Welch p    0.3843, 0.5917, 0.9165 and 0.4590
                  autocorrelation, lag 1  0.001949, -0.02923, -0.02614 and -0.04528
                """);
    }

    private static Chains chains(double[][] draws) {
        return Chains.of(
                Arrays.stream(draws)
                        .map(chain -> {
                            ChainRecorder recorder =
                                    new ChainRecorder(List.of(Variable.scalar("theta")), List.of(), 10);
                            Arrays.stream(chain).forEach(value -> recorder.record(new double[] {value}, new double[0]));
                            return recorder;
                        })
                        .toList(),
                true,
                List.of());
    }
}
