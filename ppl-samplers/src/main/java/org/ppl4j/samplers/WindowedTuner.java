package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Learns as Stan does: a metric from each window of doubling length, after which step sizes are adapted from anew. */
final class WindowedTuner extends Tuner {
    private final @Nullable MetricEstimator estimator;
    private WarmupWindows windows = new WarmupWindows(0);

    /** Without an estimator only the step size is learned. */
    WindowedTuner(
            Trajectory trajectory, double stepSize, double targetAcceptance, @Nullable MetricEstimator estimator) {
        super(trajectory, stepSize, targetAcceptance);
        this.estimator = estimator;
    }

    @Override
    void begin(GradientState start, int total, RandomGenerator random) {
        windows = new WarmupWindows(total);
        searchStepSize(start, random);
    }

    @Override
    void learn(int iteration, GradientState from, GradientState to, RandomGenerator random) {
        adaptStepSize(trajectory().acceptanceRate());
        if (estimator == null || !windows.contain(iteration)) {
            return;
        }
        estimator.add(to);
        if (windows.endAt(iteration)) {
            Metric metric = estimator.estimate();
            estimator.reset();
            if (metric != null) {
                trajectory().moveIn(metric);
                searchStepSize(to, random);
            }
        }
    }
}
