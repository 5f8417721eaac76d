package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final List<Variable> VARIABLES = List.of(
            Variable.of("theta", 3), Variable.scalar("constant"), Variable.scalar("broken"), Variable.scalar("huge"));

    /** Independent draws at three scales, and what no statistic makes sense of. */
    private static Chains chains() {
        double[][] draws = TestDraws.read("iid_normal_4x1000");
        List<ChainRecorder> recorders = IntStream.range(0, 4)
                .mapToObj(chain -> {
                    ChainRecorder recorder = new ChainRecorder(VARIABLES, List.of("lp"), 1000);
                    for (int draw = 0; draw < 1000; draw++) {
                        double value = draws[chain][draw];
                        double broken = chain == 2 && draw == 7 ? Double.NaN : value;
                        recorder.record(
                                new double[] {value, 1e8 + value, value / 500, 3.25, broken, 1e12 * value},
                                new double[] {-value * value});
                    }
                    return recorder;
                })
                .toList();
        return Chains.of(recorders, true, List.of());
    }

    @Test
    void isPrintedAsATable() {
        assertThat(chains().summary()).hasToString("""
                        name               mean         sd       mcse            q5           q50            q95  ess_bulk  ess_tail   rhat
                        theta[0]          0.012      0.996     0.0154        -1.614        -0.007          1.682      4189      3811  1.000
                        theta[1]  100000000.012      0.996     0.0154  99999998.386  99999999.993  100000001.682      4189      3811  1.000
                        theta[2]        0.00002    0.00199   0.000031      -0.00323      -0.00001        0.00336      4189      3811  1.000
                        constant           3.25       0.00        NaN          3.25          3.25           3.25       NaN       NaN    NaN
                        broken              NaN        NaN        NaN           NaN           NaN            NaN       NaN       NaN    NaN
                        huge          1.164e+10  9.956e+11  1.538e+10    -1.614e+12    -6.582e+09      1.682e+12      4189      3811  1.000
                        """);
    }

    @Test
    void aSelectionMayNameElementsAndStatistics() {
        Summary summary = chains().summary("lp", "theta[2]");
        assertThat(summary.rows()).extracting(Summary.Row::name).containsExactly("lp", "theta[2]");
        assertThat(summary.row("theta[2]")).isEqualTo(chains().summary().row("theta[2]"));
    }

    @Test
    void rowsHoldWhatTheDiagnosticsSay() {
        for (String set :
                List.of("ar1_rho09_4x1000", "odd_length_3x501", "discrete_poisson_4x1000", "with_inf_2x200")) {
            double[][] draws = TestDraws.read(set);
            Summary.Row row = SummaryRow.of("x", draws, new NormalScores());
            double[] pooled = ChainArrays.pooled(draws);
            assertThat(row)
                    .as(set)
                    .isEqualTo(new Summary.Row(
                            "x",
                            Moments.mean(pooled),
                            Moments.standardDeviation(pooled),
                            MonteCarloError.mean(draws),
                            Quantiles.of(pooled, 0.05),
                            Quantiles.of(pooled, 0.5),
                            Quantiles.of(pooled, 0.95),
                            EffectiveSampleSize.bulk(draws),
                            EffectiveSampleSize.tail(draws),
                            Rhat.of(draws)));
        }
    }

    @Test
    void anUnknownRowBringsTheNames() {
        assertThatThrownBy(() -> chains().summary("theta").row("theta[3]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The summary has no row named \"theta[3]\". Did you mean \"theta[0]\" or \"theta[1]\" or"
                        + " \"theta[2]\"? Rows: theta[0], theta[1], theta[2].");
    }

    /** Digits that say where the draws are are not cut off with an exponent. */
    @Test
    void largeAndNarrowNumbersKeepTheDigitsThatDiffer() {
        double[][] draws = TestDraws.read("iid_normal_4x1000");
        List<ChainRecorder> recorders = IntStream.range(0, 4)
                .mapToObj(chain -> {
                    ChainRecorder recorder = new ChainRecorder(
                            List.of(Variable.scalar("far"), Variable.scalar("stamp"), Variable.scalar("narrow")),
                            List.of(),
                            1000);
                    for (double value : draws[chain]) {
                        recorder.record(
                                new double[] {1e10 + value, 1.7e12 + 1000 * value, 5 + 1e-9 * value}, new double[0]);
                    }
                    return recorder;
                })
                .toList();
        assertThat(Chains.of(recorders, true, List.of()).summary()).hasToString("""
                        name                   mean         sd       mcse                   q5                  q50                  q95  ess_bulk  ess_tail   rhat
                        far     1.0000000000012e+10      0.996     0.0154  9.9999999983863e+09  9.9999999999934e+09  1.0000000001682e+10      4189      3811  1.000
                        stamp    1.700000000012e+12        996       15.4   1.699999998386e+12   1.699999999993e+12   1.700000001682e+12      4189      3811  1.000
                        narrow   5.000000000012e+00  9.956e-10  1.538e-11   4.999999998386e+00   4.999999999993e+00   5.000000001682e+00      4189      3811  1.000
                        """);
    }
}
