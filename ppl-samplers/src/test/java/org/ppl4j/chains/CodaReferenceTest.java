package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statistic of every reference set against the R package coda. */
class CodaReferenceTest {

    private static final List<ReferenceRow> EXACT = ReferenceRow.read("_exact_coda.csv");
    private static final List<ReferenceRow> ROWS = ReferenceRow.read("_reference_coda.csv", EXACT);

    private static final List<ReferenceRow> MULTIVARIATE = ReferenceRow.read("_reference_multi3.csv");

    static Stream<String> sets() {
        return ROWS.stream().map(ReferenceRow::set).distinct();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void agrees(String set) {
        assertThat(ReferenceRow.mismatches(ROWS, set, CodaReferenceTest::statistic))
                .isEmpty();
    }

    @Test
    void coversTheWholeTable() {
        assertThat(sets()).hasSize(16);
        assertThat(ROWS).hasSize(1650).containsAll(EXACT);
        assertThat(EXACT).hasSize(5);
    }

    @Test
    void severalNumbersTogether() {
        double[][] draws = TestDraws.read("multi3_3x500");
        String[] names = {"a", "b", "c"};
        double[][][] numbers = new double[3][3][];
        for (int number = 0; number < 3; number++) {
            for (int chain = 0; chain < 3; chain++) {
                numbers[number][chain] = Arrays.copyOfRange(draws[2 + number], 500 * chain, 500 * (chain + 1));
            }
        }
        List<String> mismatches = new ArrayList<>();
        for (ReferenceRow row : MULTIVARIATE) {
            int number = Arrays.asList(names).indexOf(row.statistic());
            double actual = switch (row.set()) {
                case "gelman.diag mpsrf autoburnin=FALSE" -> GelmanRubin.multivariate(numbers);
                case "gelman.diag psrf" -> GelmanRubin.of(numbers[number]).factor();
                case "gelman.diag psrf upper" -> GelmanRubin.of(numbers[number]).upperLimit();
                default -> correlation(row.statistic(), numbers);
            };
            if (!ReferenceRow.close(Double.parseDouble(row.value()), actual)) {
                mismatches.add(row + " but was " + actual);
            }
        }
        assertThat(mismatches).isEmpty();
    }

    private static double correlation(String pair, double[][][] numbers) {
        return Moments.correlation(
                ChainArrays.pooled(numbers[pair.charAt(0) - 'a']), ChainArrays.pooled(numbers[pair.charAt(2) - 'a']));
    }

    /** Why two rows have other p-values: with coda's four terms of the series, they are coda's. See PROVENANCE.md. */
    @Test
    void fourTermsAreTooFewForSmallPValues() {
        assertThat(1 - fourTerms(2.987458745565756)).isCloseTo(6.659706428546741e-7, within(1e-15));
        assertThat(1 - CramerVonMises.cumulativeProbability(2.987458745565756))
                .isCloseTo(8.06718990498112e-8, within(1e-15));
    }

    private static double fourTerms(double statistic) {
        double[] coefficients = {1, 1 / 2.0, 3 / 8.0, 5 / 16.0};
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            double argument = (4 * k + 1) * (4 * k + 1) / (16 * statistic);
            sum += coefficients[k] * Math.sqrt(4 * k + 1) * CramerVonMises.scaledBessel(argument);
        }
        return sum / (Math.PI * Math.sqrt(statistic));
    }

    @Test
    void theComparisonSeesADifference() {
        assertThat(ReferenceRow.close(1, 1 + 2e-8)).isFalse();
        assertThat(ReferenceRow.close(Double.NaN, 1)).isFalse();
        assertThat(ReferenceRow.close(0, 1e-300)).isFalse();
    }

    private static double statistic(ReferenceRow row, double[][] all) {
        double[] chain = row.argument().startsWith("chain")
                ? all[Integer.parseInt(row.argument().substring(5)) - 1]
                : ChainArrays.pooled(all);
        return switch (first(row)) {
            case "geweke.diag" -> Geweke.z(chain, argument(row, "frac1"), argument(row, "frac2"));
            case "spectrum0.ar" ->
                row.statistic().endsWith("order")
                        ? SpectralDensity.of(chain).order()
                        : SpectralDensity.of(chain).value();
            case "effectiveSize" ->
                EffectiveSampleSize.autoregressive(row.argument().equals("all chains") ? all : new double[][] {chain});
            case "heidel.diag" -> heidelbergerWelch(row, HeidelbergerWelch.of(chain));
            case "raftery.diag" -> rafteryLewis(row, chain);
            case "HPDinterval" -> {
                Interval interval = Interval.highestDensity(chain, argument(row, "prob"));
                yield row.statistic().contains("lower") ? interval.lower() : interval.upper();
            }
            case "autocorr" -> Autocovariance.correlation(chain)[(int) argument(row, "lag")];
            case "gelman.diag" -> {
                GelmanRubin factors = GelmanRubin.of(row.statistic().contains("autoburnin=TRUE") ? halves(all) : all);
                yield row.statistic().contains("point") ? factors.factor() : factors.upperLimit();
            }
            default -> throw new IllegalArgumentException("No statistic here for " + row);
        };
    }

    private static double[][] halves(double[][] chains) {
        return Arrays.stream(chains)
                .map(chain -> Arrays.copyOfRange(chain, (chain.length + 1) / 2, chain.length))
                .toArray(double[][]::new);
    }

    private static String first(ReferenceRow row) {
        return row.statistic().split(" ", -1)[0];
    }

    /** Returns the number after a name and an equals sign. */
    private static double argument(ReferenceRow row, String name) {
        return Double.parseDouble(row.statistic().split(name + "=", -1)[1].split(" ", -1)[0]);
    }

    private static double heidelbergerWelch(ReferenceRow row, HeidelbergerWelch result) {
        boolean passed = result.stationary();
        return switch (row.statistic().split(" ", -1)[1]) {
            case "stest" -> passed ? 1 : 0;
            case "start" -> passed ? result.start() + 1 : Double.NaN;
            case "pvalue" -> result.pValue();
            case "htest" -> passed ? (result.accurate() ? 1 : 0) : Double.NaN;
            case "mean" -> result.mean();
            default -> result.halfWidth();
        };
    }

    private static double rafteryLewis(ReferenceRow row, double[] chain) {
        double quantile = argument(row, "q");
        double accuracy = argument(row, "r");
        double probability = argument(row, "s");
        Optional<RafteryLewis> result = RafteryLewis.of(chain, quantile, accuracy, probability);
        String name = row.statistic().split(" ", -1)[1];
        if (name.equals("minimum-N-needed")) {
            assertThat(result).isEmpty();
            return RafteryLewis.minimum(quantile, accuracy, probability);
        }
        return switch (name) {
            case "M" -> result.orElseThrow().burnIn();
            case "N" -> result.orElseThrow().draws();
            case "Nmin" -> result.orElseThrow().minimum();
            default -> Double.parseDouble("%.3g".formatted(result.orElseThrow().dependenceFactor()));
        };
    }
}
