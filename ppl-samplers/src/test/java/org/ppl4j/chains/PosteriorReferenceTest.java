package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statistic of every reference set against the R package posterior. */
class PosteriorReferenceTest {

    private static final double RELATIVE_TOLERANCE = 1e-8;
    private static final Pattern LAG = Pattern.compile("chain(\\d+):lag(\\d+)");

    private record Row(String set, String statistic, String argument, String value) {
        double expected() {
            return switch (value) {
                case "NA", "NaN" -> Double.NaN;
                case "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(value);
            };
        }

        boolean sameQuantityAs(Row other) {
            return set.equals(other.set) && statistic.equals(other.statistic) && argument.equals(other.argument);
        }
    }

    private static final List<Row> EXACT = read("_exact.csv");
    private static final List<Row> ROWS = read("_reference_posterior.csv").stream()
            .map(PosteriorReferenceTest::exact)
            .toList();

    private static List<Row> read(String file) {
        return TestDraws.lines(file)
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(fields -> new Row(fields[0], fields[1], fields[2], fields[3]))
                .toList();
    }

    private static Row exact(Row row) {
        return EXACT.stream().filter(row::sameQuantityAs).findFirst().orElse(row);
    }

    static Stream<String> sets() {
        return ROWS.stream().map(Row::set).distinct();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void agrees(String set) {
        double[][] chains = TestDraws.read(set);
        List<String> mismatches = new ArrayList<>();
        for (Row row : ROWS) {
            if (row.set().equals(set)) {
                double actual = statistic(row, chains);
                if (!close(row.expected(), actual)) {
                    mismatches.add(row + " but was " + actual);
                }
            }
        }
        assertThat(mismatches).isEmpty();
    }

    @Test
    void coversTheWholeTable() {
        assertThat(sets()).hasSize(18);
        assertThat(ROWS).hasSize(1322);
        assertThat(EXACT).hasSize(1);
        assertThat(ROWS).containsAll(EXACT);
    }

    /** Why one row has an exact value instead of posterior's: see PROVENANCE.md. */
    @Test
    void plainSumsOfDrawsWithALargeOffsetAreWrong() {
        double[] chain = TestDraws.read("large_offset_4x1000")[3];
        BigDecimal sum = DoubleStream.of(chain).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        double exact = sum.divide(BigDecimal.valueOf(chain.length), MathContext.DECIMAL128)
                .doubleValue();
        double plainSum = 0;
        for (double draw : chain) {
            plainSum += draw;
        }
        assertThat(Moments.mean(chain)).isEqualTo(exact);
        assertThat(Math.abs(plainSum / chain.length - exact)).isGreaterThan(3e-8);
    }

    @Test
    void theComparisonSeesADifference() {
        assertThat(close(1, 1 + 2e-8)).isFalse();
        assertThat(close(Double.NaN, 1)).isFalse();
        assertThat(close(1, Double.NaN)).isFalse();
        assertThat(close(Double.POSITIVE_INFINITY, 1e300)).isFalse();
    }

    private static boolean close(double expected, double actual) {
        if (!Double.isFinite(expected) || !Double.isFinite(actual)) {
            return Double.compare(expected, actual) == 0;
        }
        return Math.abs(actual - expected) <= RELATIVE_TOLERANCE * Math.abs(expected);
    }

    private static double statistic(Row row, double[][] chains) {
        boolean split = row.argument().equals("split=TRUE");
        double[] pooled = ChainArrays.pooled(chains);
        return switch (row.statistic()) {
            case "mean" -> Moments.mean(pooled);
            case "median" -> Quantiles.of(pooled, 0.5);
            case "mad" -> MedianAbsoluteDeviation.of(pooled);
            case "sd" -> Moments.standardDeviation(pooled);
            case "rhat" -> Rhat.of(chains);
            case "rhat_basic" -> split ? Rhat.split(chains) : Rhat.basic(chains);
            case "ess_bulk" -> EffectiveSampleSize.bulk(chains);
            case "ess_tail" -> EffectiveSampleSize.tail(chains);
            case "ess_mean" -> EffectiveSampleSize.mean(chains);
            case "ess_sd" -> EffectiveSampleSize.standardDeviation(chains);
            case "ess_median" -> EffectiveSampleSize.quantile(chains, 0.5);
            case "ess_basic" -> split ? EffectiveSampleSize.split(chains) : EffectiveSampleSize.basic(chains);
            case "ess_quantile" -> EffectiveSampleSize.quantile(chains, Double.parseDouble(row.argument()));
            case "mcse_mean" -> MonteCarloError.mean(chains);
            case "mcse_sd" -> MonteCarloError.standardDeviation(chains);
            case "mcse_median" -> MonteCarloError.quantile(chains, 0.5);
            case "mcse_quantile" -> MonteCarloError.quantile(chains, Double.parseDouble(row.argument()));
            case "quantile_type7" -> Quantiles.of(pooled, Double.parseDouble(row.argument()));
            case "autocovariance", "autocorrelation" -> atLag(row, chains);
            default -> throw new IllegalArgumentException("No statistic here for " + row);
        };
    }

    private static double atLag(Row row, double[][] chains) {
        Matcher matcher = LAG.matcher(row.argument());
        assertThat(matcher.matches()).as(row.toString()).isTrue();
        double[] chain = chains[Integer.parseInt(matcher.group(1)) - 1];
        int lag = Integer.parseInt(matcher.group(2));
        return row.statistic().equals("autocovariance")
                ? Autocovariance.of(chain)[lag]
                : Autocovariance.correlation(chain)[lag];
    }
}
