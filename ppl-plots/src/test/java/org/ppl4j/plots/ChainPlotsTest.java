package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.ChainRecorder;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;

class ChainPlotsTest {

    @Test
    void drawsComeFromChainsByName() {
        List<Variable> variables = List.of(Variable.of("theta", 2));
        ChainRecorder longer = new ChainRecorder(variables, List.of("lp"), 3);
        ChainRecorder shorter = new ChainRecorder(variables, List.of("lp"), 3);
        for (int draw = 0; draw < 3; draw++) {
            longer.record(new double[] {draw, 10 + draw}, new double[] {-draw});
        }
        shorter.record(new double[] {5, 6}, new double[] {7});
        shorter.record(new double[] {8, 9}, new double[] {10});
        Chains chains = Chains.of(List.of(longer, shorter), true, List.of());
        ScalarDraws draws = ScalarDraws.of(chains, "theta[1]");
        assertThat(draws.name()).isEqualTo("theta[1]");
        assertThat(draws.chain(0)).containsExactly(10, 11);
        assertThat(draws.chain(1)).containsExactly(6, 9);
    }

    @Test
    void aDensityFollowsTheNormalCurveAndIntegratesToOne() {
        Random random = new Random(7);
        double[] draws =
                DoubleStream.generate(random::nextGaussian).limit(20_000).toArray();
        KernelDensity estimate = KernelDensity.of(draws, -10, 10);
        assertThat(integral(estimate)).isCloseTo(1, within(2e-3));
        for (int i = 0; i < estimate.points(); i++) {
            double x = estimate.x(i);
            assertThat(estimate.density(i)).isCloseTo(Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI), within(0.03));
        }
    }

    @Test
    void theDensityOfAPositiveQuantityStartsHighAtZero() {
        double[] draws = new Random(7).doubles(20_000).map(u -> -Math.log(u)).toArray();
        KernelDensity estimate = KernelDensity.of(draws, -1, 20);
        assertThat(estimate.x(0)).isBetween(0.0, 0.001);
        assertThat(estimate.density(0)).isBetween(0.85, 1.05);
        assertThat(integral(estimate)).isCloseTo(1, within(5e-3));
    }

    @Test
    void aStuckChainIsANarrowPeakOfAreaOne() {
        double[] draws = new double[50];
        Arrays.fill(draws, 3);
        KernelDensity estimate = KernelDensity.of(draws, 0, 10);
        assertThat(integral(estimate)).isCloseTo(1, within(2e-3));
        assertThat(estimate.x(0)).isCloseTo(2.8, within(1e-9));
        assertThat(estimate.x(estimate.points() - 1)).isCloseTo(3.2, within(1e-9));
    }

    @Test
    void drawsOutOfSightStillCountInTheTotal() {
        double[] draws = new Random(7).doubles(10_000).toArray();
        assertThat(integral(KernelDensity.of(draws, 0, 0.5))).isCloseTo(0.5, within(0.02));
    }

    @Test
    void aShortTraceKeepsEveryDraw() {
        assertThat(TraceThinning.indices(new double[] {3, 1, 2}, 10)).containsExactly(0, 1, 2);
    }

    @Test
    void aLongTraceKeepsTheEndsAndExtremesOfEachColumn() {
        double[] draws = new Random(7).doubles(5000).toArray();
        draws[1234] = 9;
        draws[4321] = -9;
        int[] chosen = TraceThinning.indices(draws, 100);
        assertThat(chosen)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(400)
                .contains(0, 1234, 4321, 4999);
        IntStream.range(0, 100).forEach(column -> {
            double most =
                    Arrays.stream(draws, 50 * column, 50 * column + 50).max().orElseThrow();
            double kept = Arrays.stream(chosen)
                    .filter(i -> i / 50 == column)
                    .mapToDouble(i -> draws[i])
                    .max()
                    .orElseThrow();
            assertThat(kept).isEqualTo(most);
        });
    }

    @Test
    void oddChainsCanBeDrawn() {
        assertThat(TraceAndDensity.of(ScalarDraws.of("one draw", new double[][] {{1}, {2}}))
                        .picture()
                        .toImage(400)
                        .getWidth())
                .isEqualTo(400);
        assertThat(TraceAndDensity.of(ScalarDraws.of("zeros", new double[2][10]))
                        .picture()
                        .toImage(400)
                        .getWidth())
                .isEqualTo(400);
        assertThat(TraceAndDensity.of(Samples.draws("far", 2, 100, x -> 1e300 * x))
                        .picture()
                        .toImage(400)
                        .getWidth())
                .isEqualTo(400);
        assertThat(TraceAndDensity.of(Samples.draws("tiny", 2, 100, x -> 1e-300 * x))
                        .picture()
                        .toImage(400)
                        .getWidth())
                .isEqualTo(400);
    }

    @Test
    void ticksAreRoundNumbersWithinTheirInterval() {
        assertThat(Ticks.of(-6, 6, 6)).containsExactly(-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0);
        assertThat(Ticks.of(0, 1, 5)).containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
        assertThat(Ticks.of(0.13, 0.62, 5)).containsExactly(0.2, 0.3, 0.4, 0.5, 0.6);
        assertThat(Ticks.label(0.3)).isEqualTo("0.3");
        assertThat(Ticks.label(-0.0)).isEqualTo("0");
        assertThat(Ticks.label(9_998_000)).isEqualTo("9998000");
        assertThat(Ticks.label(-2.5e12)).isEqualTo("-2.5e12");
        assertThat(Ticks.label(2e-6)).isEqualTo("2e-6");
    }

    @Test
    void refusesBadDraws() {
        assertThatThrownBy(() -> ScalarDraws.of("mu", new double[0][]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Draws of \"mu\": there is nothing to draw, got 0 values. Give at least one.");
        assertThatThrownBy(() -> ScalarDraws.of("mu", new double[][] {{1}, {}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Draws of \"mu\", chain 1: there is nothing to draw, got 0 values. Give at least one.");
        assertThatThrownBy(() -> ScalarDraws.of("mu", new double[][] {{1, 2}, {1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Draws of \"mu\": chain 1 has 1 draws but chain 0 has 2. Cut all chains to the same"
                        + " length.");
        assertThatThrownBy(() -> ScalarDraws.of("mu", new double[][] {{1, 2}, {1, Double.NEGATIVE_INFINITY}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Draws of \"mu\": chain 1[1] must be finite, got -Infinity. Remove or replace such values"
                        + " before drawing.");
        assertThatThrownBy(() -> ScalarDraws.of(" ", new double[][] {{1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A scalar quantity needs a label that is not blank, got \" \". The legend shows it.");
    }

    @Test
    void refusesQuantitiesThatDoNotGoTogether() {
        ScalarDraws two = Samples.draws("a", 2, 5, x -> x);
        ScalarDraws three = Samples.draws("b", 3, 5, x -> x);
        assertThatThrownBy(() -> TracePlot.of(two, three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A trace plot: \"b\" has 3 chains but \"a\" has 2. Draw them in separate plots.");
        assertThatThrownBy(() -> DensityPlot.of(two, two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A density plot got two quantities named \"a\". Give each its own name.");
        assertThatThrownBy(TraceAndDensity::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A trace and density plot's quantities: there is nothing to draw, got 0 values. Give at"
                        + " least one.");
        assertThatThrownBy(() -> TracePlot.of(two).columns(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A row holds 1 to 6 panels, got 0. 2 suit most pictures.");
    }

    private static double integral(KernelDensity estimate) {
        double sum = 0;
        for (int i = 1; i < estimate.points(); i++) {
            sum += (estimate.density(i) + estimate.density(i - 1)) / 2 * (estimate.x(i) - estimate.x(i - 1));
        }
        return sum;
    }
}
