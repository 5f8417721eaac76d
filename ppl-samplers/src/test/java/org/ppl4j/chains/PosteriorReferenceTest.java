package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
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

    private static final Pattern LAG = Pattern.compile("chain(\\d+):lag(\\d+)");

    private static final List<ReferenceRow> EXACT = ReferenceRow.read("_exact.csv");
    private static final List<ReferenceRow> ROWS = ReferenceRow.read("_reference_posterior.csv", EXACT);

    static Stream<String> sets() {
        return ROWS.stream().map(ReferenceRow::set).distinct();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void agrees(String set) {
        assertThat(ReferenceRow.mismatches(ROWS, set, PosteriorReferenceTest::statistic))
                .isEmpty();
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
        assertThat(ReferenceRow.close(1, 1 + 2e-8)).isFalse();
        assertThat(ReferenceRow.close(Double.NaN, 1)).isFalse();
        assertThat(ReferenceRow.close(1, Double.NaN)).isFalse();
        assertThat(ReferenceRow.close(Double.POSITIVE_INFINITY, 1e300)).isFalse();
    }

    private static double statistic(ReferenceRow row, double[][] chains) {
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

    private static double atLag(ReferenceRow row, double[][] chains) {
        Matcher matcher = LAG.matcher(row.argument());
        assertThat(matcher.matches()).as(row.toString()).isTrue();
        double[] chain = chains[Integer.parseInt(matcher.group(1)) - 1];
        int lag = Integer.parseInt(matcher.group(2));
        return row.statistic().equals("autocovariance")
                ? Autocovariance.of(chain)[lag]
                : Autocovariance.correlation(chain)[lag];
    }
}
