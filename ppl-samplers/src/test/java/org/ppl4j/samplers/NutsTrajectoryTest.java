package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.density.LogDensity;

/** The trajectory without recursion: the recursive one's draws, in constant memory. */
class NutsTrajectoryTest {

    @ParameterizedTest
    @CsvSource({
        "standard, 0.1, 10, diagonal",
        "standard, 0.9, 10, diagonal",
        "correlated, 0.2, 10, diagonal",
        "correlated, 0.02, 4, diagonal",
        "standard, 0.5, 2, diagonal",
        "correlated, 0.2, 10, dense",
        "correlated, 0.2, 10, low-rank",
        "funnel, 0.5, 10, diagonal",
        "funnel, 0.1, 6, diagonal",
        "funnel, 1, 10, diagonal",
        "funnel, 0.4, 10, dense",
        "funnel, 0.4, 10, low-rank",
        "half, 0.3, 10, diagonal"
    })
    void isTheRecursionDrawByDraw(String name, double stepSize, int maxTreeDepth, String geometry) {
        LogDensity density = density(name);
        Metric metric = metric(geometry, density.dimension());
        RecursiveNuts recursive = new RecursiveNuts(density, metric, stepSize, maxTreeDepth);
        NutsTrajectory iterative = new NutsTrajectory(density, metric, Refreshment.full(), maxTreeDepth, 1000);
        double[] start = new double[density.dimension()];
        start[0] = 0.5;
        GradientState state = GradientState.at(start, density);
        int moves = 0;
        for (int i = 0; i < 3000; i++) {
            GradientState expected = recursive.transition(state, random(i));
            GradientState actual = iterative.run(state, stepSize, random(i));
            assertThat(actual.position()).as("transition %d", i).isEqualTo(expected.position());
            assertThat(actual.gradient()).isEqualTo(expected.gradient());
            assertThat(actual.logDensity()).isEqualTo(expected.logDensity());
            assertThat(iterative.steps()).isEqualTo(recursive.steps);
            assertThat(iterative.depth()).isEqualTo(recursive.depth);
            assertThat(iterative.cutOff()).isEqualTo(recursive.cutOff);
            assertThat(iterative.diverging()).isEqualTo(recursive.diverging);
            moves += actual == state ? 0 : 1;
            state = actual;
        }
        assertThat(moves).isGreaterThan(500);
    }

    private static Metric metric(String geometry, int dimension) {
        double[] variances = new double[dimension];
        double[] direction = new double[dimension];
        double[][] covariance = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            variances[i] = 0.5 + 0.3 * i;
            direction[i] = 1 / Math.sqrt(dimension);
            for (int j = 0; j < dimension; j++) {
                covariance[i][j] = i == j ? variances[i] : 0.2;
            }
        }
        return switch (geometry) {
            case "unit" -> Metric.unit();
            case "diagonal" -> Metric.diagonal(variances);
            case "dense" -> Metric.dense(covariance);
            case "low-rank" -> Metric.lowRank(variances, new double[][] {direction}, new double[] {3});
            default -> throw new IllegalArgumentException(geometry);
        };
    }

    /** Bytes allocated depend on the number of transitions only: 64 times the steps cost no more. */
    @ParameterizedTest
    @ValueSource(strings = {"unit", "diagonal", "dense", "low-rank"})
    void aLeapfrogStepAllocatesNothing(String geometry) {
        Metric metric = metric(geometry, 10);
        assertThat(bytesPerTransition(metric, 0.002)).isLessThanOrEqualTo(bytesPerTransition(metric, 0.5) + 16);
        assertThat(bytesPerTransition(metric, 0.5)).isLessThan(1000);
    }

    private static double bytesPerTransition(Metric metric, double stepSize) {
        LogDensity density = new FunnelDensity();
        NutsTrajectory trajectory = new NutsTrajectory(density, metric, Refreshment.full(), 10, 1000);
        GradientState state = GradientState.at(new double[10], density);
        RandomGenerator random = random(3);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 300; i++) {
            if (i == 100) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            state = trajectory.run(state, stepSize, random);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / 200.0;
    }

    private static LogDensity density(String name) {
        return switch (name) {
            case "standard" -> GaussianDensity.standard(3);
            case "correlated" -> new GaussianDensity(new double[] {1, -2}, new double[][] {{1, 0.95}, {0.95, 1}});
            case "funnel" -> new FunnelDensity();
            case "half" ->
                new ForwardingDensity(GaussianDensity.standard(1)) {
                    @Override
                    public double logDensityAndGradient(double[] position, double[] gradient) {
                        double value = super.logDensityAndGradient(position, gradient);
                        return position[0] > 0 ? value : Double.NaN;
                    }
                };
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static class ForwardingDensity implements LogDensity {
        private final LogDensity density;

        ForwardingDensity(LogDensity density) {
            this.density = density;
        }

        @Override
        public int dimension() {
            return density.dimension();
        }

        @Override
        public double logDensity(double[] position) {
            return density.logDensity(position);
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            return density.logDensityAndGradient(position, gradient);
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
