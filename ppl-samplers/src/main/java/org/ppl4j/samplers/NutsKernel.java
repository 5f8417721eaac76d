package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.density.LogDensity;

/** One chain of the No-U-Turn sampler: its transitions, and what they teach it in warm-up. */
final class NutsKernel implements Kernel {
    private static final List<String> STATISTICS = List.of(
            "acceptance_rate", "step_size", "tree_depth", "n_steps", "energy", "diverging", "reached_max_tree_depth");

    private final Nuts settings;
    private final NutsTrajectory trajectory;
    private final StepSizeSearch search;
    private final DualAveraging averaging;
    private final MetricEstimator estimator;

    private Metric metric;
    private @Nullable WarmupSchedule schedule;
    /** Zero as long as none was searched. */
    private double stepSize;

    private double usedStepSize;

    NutsKernel(LogDensity density, Nuts settings) {
        this.settings = settings;
        estimator = settings.metric().estimator(density.dimension());
        metric = estimator.initial();
        trajectory = new NutsTrajectory(density, metric, settings.maxTreeDepth(), settings.divergenceThreshold());
        search = new StepSizeSearch(density);
        averaging = new DualAveraging(settings.targetAcceptance());
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        return GradientState.at(position, trajectory.density());
    }

    @Override
    public State step(State state, RandomGenerator random) {
        GradientState from = (GradientState) state;
        if (stepSize == 0) {
            searchStepSize(from, random);
        }
        return move(from, random);
    }

    @Override
    public State warmup(State state, int iteration, int total, RandomGenerator random) {
        if (schedule == null || iteration == 0) {
            schedule = new WarmupSchedule(total);
            searchStepSize((GradientState) state, random);
        }
        GradientState next = move((GradientState) state, random);
        stepSize = averaging.next(trajectory.acceptanceRate());
        if (estimator.learns() && schedule.inWindow(iteration)) {
            estimator.add(next.position());
            if (schedule.endsWindow(iteration)) {
                metric = estimator.estimate();
                trajectory.moveIn(metric);
                searchStepSize(next, random);
            }
        }
        return next;
    }

    @Override
    public State finishWarmup(State state) {
        if (averaging.hasLearned()) {
            stepSize = averaging.averaged();
        }
        return state;
    }

    @Override
    public void report(double[] values) {
        values[0] = trajectory.acceptanceRate();
        values[1] = usedStepSize;
        values[2] = trajectory.depth();
        values[3] = trajectory.steps();
        values[4] = trajectory.energy();
        values[5] = trajectory.diverging() ? 1 : 0;
        values[6] = trajectory.depth() == settings.maxTreeDepth() ? 1 : 0;
    }

    Metric metric() {
        return metric;
    }

    private GradientState move(GradientState from, RandomGenerator random) {
        usedStepSize = stepSize;
        return trajectory.run(from, stepSize, random);
    }

    private void searchStepSize(GradientState state, RandomGenerator random) {
        stepSize = search.search(state, metric, stepSize == 0 ? 1 : stepSize, random);
        averaging.restart(stepSize);
    }
}
