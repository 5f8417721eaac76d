package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the warm-up: when what is learned, step sizes, and variances. */
class WarmupTest {

    /** The ends are those of Stan's windows, which its manual lays out for 1000 transitions. */
    @Test
    void windowsAreStans() {
        assertThat(windowEnds(1000)).containsExactly(99, 149, 249, 449, 949);
        assertThat(windowEnds(500)).containsExactly(99, 149, 249, 449);
        assertThat(windowEnds(300)).containsExactly(99, 149, 249);
        assertThat(windowEnds(200)).containsExactly(99, 149);
        assertThat(windowEnds(150)).containsExactly(99);
        assertThat(windowEnds(149)).containsExactly(134);
        assertThat(windowEnds(20)).containsExactly(17);
        assertThat(windowEnds(19)).isEmpty();
        assertThat(windowEnds(0)).isEmpty();
        assertThat(learning(1000)).containsExactlyElementsOf(range(75, 950));
        assertThat(learning(150)).containsExactlyElementsOf(range(75, 100));
        assertThat(learning(20)).containsExactlyElementsOf(range(3, 18));
        assertThat(learning(19)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {151, 175, 199})
    void noWindowIsShorterThanTheFirst(int total) {
        assertThat(windowEnds(total)).containsExactly(total - 51);
    }

    /** For a chain that moves in each transition: every 10, then windows of 80 and 120; 180 and 270 have no room. */
    @Test
    void switchesAreNutpies() {
        assertThat(switches(1000)).startsWith(8, 18, 28).endsWith(288, 298, 378, 498);
        assertThat(switches(1000)).hasSize(30 + 2);
        assertThat(switches(100)).containsExactly(8, 18, 28);
        assertThat(switches(10)).isEmpty();
        assertThat(switches(0)).isEmpty();
        SwitchingWindows windows = new SwitchingWindows(1000);
        assertThat(windows.contain(849)).isTrue();
        assertThat(windows.contain(850)).isFalse();
        assertThat(windows.closing(730)).isFalse();
        assertThat(windows.closing(731)).isTrue();
    }

    /** A window ends by what was learned, not by transitions alone. */
    @Test
    void whatWasLearnedEndsAWindow() {
        SwitchingWindows windows = new SwitchingWindows(1000);
        assertThat(windows.switchAt(50, 9, false)).isFalse();
        assertThat(windows.switchAt(50, 10, false)).isTrue();
        assertThat(windows.switchAt(400, 79, false)).isFalse();
        assertThat(windows.switchAt(400, 80, false)).isTrue();
        assertThat(windows.switchAt(500, 100, false)).isFalse();
        assertThat(windows.switchAt(600, 120, false)).isTrue();
        assertThat(windows.switchAt(600, 9, true)).isFalse();
        assertThat(windows.switchAt(600, 10, true)).isTrue();
    }

    /** One doubling more after each twentieth, so that nothing is cut short for long. */
    @Test
    void trajectoriesMayBecomeLonger() {
        SwitchingWindows windows = new SwitchingWindows(200);
        assertThat(IntStream.of(0, 9, 10, 19, 20, 60, 199).map(windows::mostDoublings))
                .containsExactly(4, 4, 5, 5, 6, 10, 23);
    }

    /** Of a hundred coordinates or fewer the step size asks for more than the 15 steps that are made; then no more. */
    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void earlyTrajectoriesAreShortOfFewCoordinates(int dimension, boolean shortened) {
        GaussianDensity density = GaussianDensity.standard(dimension);
        NutsTrajectory trajectory = new NutsTrajectory(density, Metric.unit(), Refreshment.full(), 10, 1000);
        SwitchingTuner tuner = new SwitchingTuner(trajectory, 0.01, AcceptanceTarget.of(0.8, "NUTS"), MetricType.UNIT);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        GradientState start = GradientState.at(new double[dimension], density);
        tuner.begin(start, 100, random);
        trajectory.run(start, 0.01, random);
        assertThat(trajectory.steps() <= 15).isEqualTo(shortened);
        tuner.finish();
        trajectory.run(start, 0.01, random);
        assertThat(trajectory.steps()).isGreaterThan(100);
    }

    @Test
    void variancesAreUnbiasedAndDoNotCancel() {
        WelfordVariance variance = new WelfordVariance(2);
        for (double x : new double[] {1, 2, 4, 5}) {
            variance.add(new double[] {1e9 + x, 1e-9 * x});
        }
        assertThat(variance.variances()[0]).isCloseTo(10.0 / 3, within(1e-6));
        assertThat(variance.variances()[1]).isCloseTo(1e-18 * 10 / 3, within(1e-32));
        variance.reset();
        for (double x : new double[] {7, 9}) {
            variance.add(new double[] {x, x});
        }
        assertThat(variance.variances()).containsExactly(2, 2);
    }

    /** Two steps by hand, from the paper's formulas. */
    @Test
    void dualAveragingIsThePapersRecursion() {
        DualAveraging averaging = new DualAveraging(0.8);
        assertThat(averaging.hasLearned()).isFalse();
        averaging.restart(0.5);
        double error = (0.8 - 0.3) / 11;
        double first = Math.log(5) - error / 0.05;
        assertThat(averaging.next(0.3)).isCloseTo(Math.exp(first), within(1e-14));
        assertThat(averaging.averaged()).isCloseTo(Math.exp(first), within(1e-14));
        error = (1 - 1.0 / 12) * error + (0.8 - 0.9) / 12;
        double second = Math.log(5) - Math.sqrt(2) / 0.05 * error;
        assertThat(averaging.next(0.9)).isCloseTo(Math.exp(second), within(1e-14));
        double weight = Math.pow(2, -0.75);
        assertThat(averaging.averaged()).isCloseTo(Math.exp(weight * second + (1 - weight) * first), within(1e-14));
        assertThat(averaging.hasLearned()).isTrue();
    }

    /** The step size goes with the root of the share that is not accepted, and then further by what is learned. */
    @Test
    void anotherTargetBeginsFromAGuess() {
        DualAveraging averaging = new DualAveraging(0.8);
        averaging.restart(0.5);
        averaging.next(0.7);
        double averaged = averaging.averaged();
        averaging.aimAt(0.65);
        assertThat(averaging.averaged()).isCloseTo(averaged * Math.sqrt(0.35 / 0.2), within(1e-14));
        averaging.aimAt(0.8);
        assertThat(averaging.averaged()).isCloseTo(averaged, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-3, 1, 1e3})
    void theSearchFindsTheScale(double scale) {
        GaussianDensity density = GaussianDensity.standard(10).scaled(scale);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        double[] start = new double[10];
        Arrays.fill(start, scale);
        double found =
                new StepSizeSearch(density).search(GradientState.at(start, density), new UnitMetric(), 1, random);
        assertThat(found / scale).isBetween(0.1, 4.0);
    }

    private static List<Integer> windowEnds(int total) {
        WarmupWindows windows = new WarmupWindows(total);
        return IntStream.range(0, total).filter(windows::endAt).boxed().toList();
    }

    /** The foreground has the first state to begin with, as the background has. */
    private static List<Integer> switches(int total) {
        SwitchingWindows windows = new SwitchingWindows(total);
        List<Integer> places = new ArrayList<>();
        int learned = 1;
        for (int iteration = 0; iteration < total; iteration++) {
            learned++;
            if (windows.contain(iteration) && windows.switchAt(iteration, learned, false)) {
                places.add(iteration);
                learned = 0;
            }
        }
        return places;
    }

    private static List<Integer> learning(int total) {
        WarmupWindows windows = new WarmupWindows(total);
        return IntStream.range(0, total).filter(windows::contain).boxed().toList();
    }

    private static List<Integer> range(int begin, int end) {
        return IntStream.range(begin, end).boxed().toList();
    }
}
