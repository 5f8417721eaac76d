package org.ppl4j.samplers;

/** How a Hamiltonian sampler learns step size and metric in warm-up. */
public enum Adaptation {
    /**
     * Not at all: the step size is the one given, or else the result of a first search, and the metric stays. A run is refused
     * if its sampler was told a target acceptance or a kind of metric to learn: neither would have an effect.
     */
    NONE {
        @Override
        Tuner tuner(Trajectory trajectory, double stepSize, AcceptanceTarget target, MetricType metric) {
            return new Tuner(trajectory, stepSize, target.rate());
        }
    },

    /**
     * As in Stan: the metric is the variance, or covariance, of the positions in windows of doubling length, after 75
     * transitions and before 50; after each window the step size is adapted anew by dual averaging.
     *
     * <p>Stan reference manual, "HMC algorithm parameters".
     */
    WINDOWS {
        @Override
        Tuner tuner(Trajectory trajectory, double stepSize, AcceptanceTarget target, MetricType metric) {
            return new WindowedTuner(
                    trajectory,
                    stepSize,
                    target.rate(),
                    metric.varianceEstimator(trajectory.density().dimension()));
        }
    },

    /**
     * As in nutpie: the metric minimises the Fisher divergence, by positions and gradients, of the target from a normal
     * one. It changes often from the start on, and the step size is adapted all along. Of more than 100 coordinates a warm-up
     * may not see all that matters: then one trajectory in five has half the step size.
     *
     * <p>A. Seyboldt, E. L. Carlson and B. Carpenter, arXiv:2603.18845, 2026.
     */
    FISHER {
        @Override
        Tuner tuner(Trajectory trajectory, double stepSize, AcceptanceTarget target, MetricType metric) {
            return new SwitchingTuner(trajectory, stepSize, target, metric);
        }
    };

    abstract Tuner tuner(Trajectory trajectory, double stepSize, AcceptanceTarget target, MetricType metric);
}
