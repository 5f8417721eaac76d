package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainsTest {

    @Test
    void drawsAreReadByName() {
        Chains chains = Fixtures.chains(4, 4);
        assertThat(chains.chainCount()).isEqualTo(2);
        assertThat(chains.draws()).isEqualTo(4);
        assertThat(chains.variables()).isEqualTo(Fixtures.VARIABLES);
        assertThat(chains.statistics()).isEqualTo(Fixtures.STATISTICS);
        assertThat(chains.values("alpha", 1)).containsExactly(100, 101, 102, 103);
        assertThat(chains.values("w[1,2]", 0)).containsExactly(5000, 5001, 5002, 5003);
        assertThat(chains.values("w[ 1 , 2 ]", 0)).containsExactly(5000, 5001, 5002, 5003);
        assertThat(chains.values("lp", 1)).containsExactly(0, -1, -2, -3);
        assertThat(chains.values("alpha")).isDeepEqualTo(new double[][] {{0, 1, 2, 3}, {100, 101, 102, 103}});
        assertThat(chains.draw(1, 2, "w")).containsExactly(102, 1102, 2102, 3102, 4102, 5102);
        assertThat(chains.draw(1, 2, "w[0,1]")).containsExactly(1102);
        assertThat(chains.draw(0, 3, "alpha")).containsExactly(3);
        assertThat(chains).hasToString("Chains: 2 x 4 draws of 2 variables (7 numbers)");
    }

    @Test
    void statisticsAreOverAllChains() {
        Chains chains = Fixtures.chains(3, 3);
        assertThat(chains.mean("alpha")).isEqualTo(51);
        assertThat(chains.standardDeviation("lp")).isEqualTo(Math.sqrt(0.8));
        assertThat(chains.quantile("alpha", 0.5)).isEqualTo(51);
        assertThat(chains.quantile("alpha", 1)).isEqualTo(102);
    }

    @Test
    void chainsOfUnequalLengthKeepAllTheirDraws() {
        Chains chains = Fixtures.chains(2, 5, 3);
        assertThat(chains.draws()).isEqualTo(2);
        assertThat(chains.drawsOf(1)).isEqualTo(5);
        assertThat(chains.values("alpha", 1)).containsExactly(100, 101, 102, 103, 104);
        assertThat(chains.values("alpha")).hasNumberOfRows(3);
        assertThat(chains.values("alpha")[2]).containsExactly(200, 201, 202);
        assertThat(chains.mean("alpha")).isEqualTo(100.5);
        assertThat(chains.draw(1, 4, "alpha")).containsExactly(104);
        assertThat(chains.findmax("alpha").value()).isEqualTo(202);
    }

    @Test
    void findmaxGivesTheWholeDraw() {
        Draw best = Fixtures.chains(2, 5).findmax("w[0,1]");
        assertThat(best.chain()).isEqualTo(1);
        assertThat(best.index()).isEqualTo(4);
        assertThat(best.value()).isEqualTo(1104);
        assertThat(best.value("w")).containsExactly(104, 1104, 2104, 3104, 4104, 5104);
        assertThat(best.value("alpha")).containsExactly(104);
        assertThat(best).hasToString("Draw 4 of chain 1: 1104.0");
        assertThat(Fixtures.chains(2, 5).findmax("lp").index()).isZero();
    }

    @Test
    void findmaxPassesOverNaN() {
        ChainRecorder recorder = new ChainRecorder(List.of(Variable.scalar("x")), List.of("lp"), 4);
        for (double lp : new double[] {Double.NaN, -3, Double.NEGATIVE_INFINITY, -2, Double.NaN}) {
            recorder.record(new double[] {-lp}, new double[] {lp});
        }
        assertThat(Chains.of(List.of(recorder), true, List.of()).findmax("lp").index())
                .isEqualTo(3);
    }

    @Test
    void findmaxOfNothingSaysSo() {
        assertThatThrownBy(() -> Fixtures.chains(0, 0).findmax("lp"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No draw has the largest \"lp\": there are 0 draws, and it is NaN in all of them.");
    }

    @Test
    void withoutDrawsEverythingIsNaN() {
        Chains chains = Fixtures.chains(0, 0);
        assertThat(chains.draws()).isZero();
        assertThat(chains.values("alpha", 0)).isEmpty();
        assertThat(chains.mean("alpha")).isNaN();
        assertThat(chains.standardDeviation("alpha")).isNaN();
        assertThat(chains.quantile("alpha", 0.5)).isNaN();
        assertThat(chains.summary().rows()).hasSize(7).allSatisfy(row -> {
            assertThat(row.mean()).isNaN();
            assertThat(row.rhat()).isNaN();
            assertThat(row.essTail()).isNaN();
        });
        assertThat(chains.thin(2).draws()).isZero();
        assertThat(chains.slice(0, 0).draws()).isZero();
    }

    @Test
    void thinningKeepsEveryNthDrawOfEachChain() {
        Chains thinned = Fixtures.chains(5, 6).thin(2);
        assertThat(thinned.values("alpha")).isDeepEqualTo(new double[][] {{0, 2, 4}, {100, 102, 104}});
        assertThat(thinned.values("lp", 0)).containsExactly(0, -2, -4);
        assertThat(Fixtures.chains(7).thin(3).values("alpha", 0)).containsExactly(0, 3, 6);
        assertThatThrownBy(() -> thinned.thin(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Thinning keeps every k-th draw with k at least 1, got 0.");
    }

    @Test
    void slicesKeepWhatShortChainsHave() {
        Chains slice = Fixtures.chains(2, 5, 4).slice(1, 4);
        assertThat(slice.values("alpha")[0]).containsExactly(1);
        assertThat(slice.values("alpha")[1]).containsExactly(101, 102, 103);
        assertThat(slice.values("alpha")[2]).containsExactly(201, 202, 203);
        assertThatThrownBy(() -> Fixtures.chains(2, 5).slice(1, 6))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Draws 1 to 6 (exclusive) do not exist: the longest chain has 5 draws, counted from 0.");
    }

    @Test
    void selectedElementsBecomeScalars() {
        Chains selected = Fixtures.chains(3, 3).select("w[1,0]", "alpha");
        assertThat(selected.variables()).containsExactly(Variable.scalar("w[1,0]"), Variable.scalar("alpha"));
        assertThat(selected.statistics()).isEqualTo(Fixtures.STATISTICS);
        assertThat(selected.values("w[1,0]", 0)).containsExactly(3000, 3001, 3002);
        assertThat(selected.values("diverging", 0)).containsExactly(0, 0, 1);
        assertThat(selected.draw(1, 0, "w[1,0]")).containsExactly(3100);
        assertThat(Fixtures.chains(1).select("w").draw(0, 0, "w")).containsExactly(0, 1000, 2000, 3000, 4000, 5000);
    }

    @Test
    void whatIsReturnedIsACopy() {
        Chains chains = Fixtures.chains(3);
        chains.values("alpha", 0)[0] = -1;
        chains.values("alpha")[0][1] = -1;
        chains.draw(0, 2, "alpha")[0] = -1;
        assertThat(chains.values("alpha", 0)).containsExactly(0, 1, 2);
    }

    @Test
    void laterDrawsOfARecorderDoNotChangeChains() {
        ChainRecorder recorder = new ChainRecorder(List.of(Variable.scalar("x")), List.of(), 1);
        double[] value = {1};
        recorder.record(value, new double[0]);
        Chains chains = Chains.of(List.of(recorder), false, List.of("interrupted"));
        value[0] = 2;
        for (int draw = 0; draw < 100; draw++) {
            recorder.record(value, new double[0]);
        }
        assertThat(recorder.draws()).isEqualTo(101);
        assertThat(chains.values("x", 0)).containsExactly(1);
        assertThat(Chains.of(List.of(recorder), true, List.of()).values("x", 0))
                .hasSize(101)
                .startsWith(1, 2, 2);
    }

    @Test
    void whatHappenedInTheRunIsKept() {
        SamplingTimes times = new SamplingTimes(List.of(Duration.ofMillis(5)), List.of(Duration.ofMillis(7)));
        Chains chains = Chains.of(Fixtures.recorders(4), false, List.of("3 divergences"), times);
        for (Chains derived : List.of(chains, chains.thin(2), chains.slice(0, 1), chains.select("w"))) {
            assertThat(derived.complete()).isFalse();
            assertThat(derived.warnings()).containsExactly("3 divergences");
            assertThat(derived.samplingTimes()).contains(times);
        }
        assertThat(chains).hasToString("Chains: 1 x 4 draws of 2 variables (7 numbers), incomplete");
        assertThat(Fixtures.chains(1).samplingTimes()).isEmpty();
        assertThatThrownBy(() -> Chains.of(Fixtures.recorders(4, 4), true, List.of(), times))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sampling times are given for 1 chains, but there are 2.");
    }

    /** A run may be asked for far more draws than it makes, or than there is memory for. */
    @Test
    void theRoomForDrawsThatAreExpectedIsBounded() {
        ChainRecorder recorder = new ChainRecorder(List.of(Variable.of("x", 100_000)), List.of(), 1_000_000);
        for (int draw = 0; draw < 20; draw++) {
            recorder.record(new double[100_000], new double[0]);
        }
        assertThat(recorder.draws()).isEqualTo(20);
    }

    @Test
    void thinningByMoreThanThereIsLeavesTheFirstDraw() {
        assertThat(Fixtures.chains(5, 3).thin(Integer.MAX_VALUE).values("alpha"))
                .isDeepEqualTo(new double[][] {{0}, {100}});
        assertThat(Fixtures.chains(0).thin(Integer.MAX_VALUE).draws()).isZero();
    }
}
