package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.LogDensity;

/** A hundred coordinates, two directions of which no diagonal metric can scale: what a low rank saves. */
class LowRankGainTest {
    private static final int DIMENSION = 100;

    @Test
    void aLowRankMetricTakesAFractionOfTheGradients() {
        LogDensity density = new MetricEstimatorTest.Spiked(
                MetricEstimatorTest.wave(DIMENSION, 1), 100, MetricEstimatorTest.wave(DIMENSION, 2), 1e-4);
        long diagonal = gradients(density, MetricType.DIAGONAL);
        long lowRank = gradients(density, MetricType.LOW_RANK);
        long dense = gradients(density, MetricType.DENSE);
        // The ratio of scales left to the diagonal metric is 1000: its trajectories are cut off at 1023 steps.
        assertThat(lowRank).isLessThan(diagonal / 6);
        assertThat(dense).isLessThan(diagonal / 4);
    }

    private static long gradients(LogDensity density, MetricType metric) {
        List<RunReport> reports = new ArrayList<>();
        Chains chains = Sampling.of(Target.of(density))
                .with(Nuts.create().metric(metric))
                .chains(1)
                .warmup(400)
                .draws(200)
                .seed(1)
                .onFinish(reports::add)
                .run();
        if (metric == MetricType.LOW_RANK) {
            assertThat(Arrays.stream(chains.values("n_steps", 0)).average().orElseThrow())
                    .isLessThan(20);
        }
        return reports.get(0).gradientEvaluations();
    }
}
