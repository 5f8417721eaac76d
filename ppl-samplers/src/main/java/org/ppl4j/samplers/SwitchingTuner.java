package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Learns as nutpie does: the metric changes often and a little at a time, from the latest one to two windows of
 * transitions, and the step size is adapted all along.
 *
 * <p>Two estimators learn from the same transitions. The metric is the foreground's; when the background has learned from a
 * window it becomes the foreground, and a new one begins.
 *
 * <p>As long as the chain climbs to where it belongs, windows are as short as in the beginning, and directions in which states
 * spread are not believed. After that larger steps are tried, if the target acceptance allows them.
 *
 * <p>Of many coordinates a warm-up does not see all that matters: a chain may come to where other directions are narrow, its
 * steps are too large, and stay there. So one trajectory in five of its draws has half the step size. Of fewer, early
 * trajectories are kept short: what they teach does not grow with their cost.
 */
final class SwitchingTuner extends Tuner {
    /** A first gradient tells scales within these bounds. */
    private static final double LARGEST_VARIANCE = 1e10;

    private static final int SHORTER_STEPS_ONCE_IN = 5;
    private static final int MANY_COORDINATES = 100;

    /** Of so few, trajectories have 3 steps whether these are large or not. */
    private static final int FEW_COORDINATES = 3;

    private final MetricType type;
    private final AcceptanceTarget target;
    private LargeStepTrial largeSteps;
    private @Nullable Climb climb;
    private @Nullable MetricEstimator foreground;
    private @Nullable MetricEstimator background;
    private SwitchingWindows windows = new SwitchingWindows(0);
    private int changedAt;
    private boolean changed;
    private boolean warm;

    SwitchingTuner(Trajectory trajectory, double stepSize, AcceptanceTarget target, MetricType type) {
        super(trajectory, stepSize, target.rate());
        this.type = type;
        this.target = target;
        largeSteps = new LargeStepTrial(target);
    }

    @Override
    void begin(GradientState start, int total, RandomGenerator random) {
        windows = new SwitchingWindows(total);
        changed = false;
        warm = false;
        changedAt = 0;
        largeSteps = new LargeStepTrial(target);
        climb = new Climb(start);
        foreground = newEstimator();
        background = newEstimator();
        if (foreground != null && background != null) {
            trajectory().moveIn(fromGradient(start.gradient()));
            foreground.add(start);
            background.add(start);
        }
        shorten(0);
        searchStepSize(start, random);
    }

    /** What was learned from is not needed any more. */
    @Override
    void finish() {
        super.finish();
        trajectory().shorten(Integer.MAX_VALUE);
        warm = true;
        foreground = null;
        background = null;
    }

    @Override
    double stepSize(GradientState from, RandomGenerator random) {
        double usual = super.stepSize(from, random);
        boolean shorter =
                warm && from.position().length > MANY_COORDINATES && random.nextInt(SHORTER_STEPS_ONCE_IN) == 0;
        return shorter ? usual / 2 : usual;
    }

    private void shorten(int iteration) {
        if (trajectory().density().dimension() <= MANY_COORDINATES) {
            trajectory().shorten(windows.mostDoublings(iteration));
        }
    }

    private @Nullable MetricEstimator newEstimator() {
        return type.fisherEstimator(trajectory().density().dimension());
    }

    /** Where nothing is known of the spread of positions, it is taken for one in each coordinate. */
    private static Metric fromGradient(double[] gradient) {
        double[] variances = new double[gradient.length];
        for (int i = 0; i < variances.length; i++) {
            double variance = 1 / Math.abs(gradient[i]);
            variances[i] = Double.isFinite(variance)
                    ? Math.max(1 / LARGEST_VARIANCE, Math.min(LARGEST_VARIANCE, variance))
                    : 1;
        }
        return new DiagonalMetric(variances);
    }

    @Override
    void learn(int iteration, GradientState from, GradientState to, RandomGenerator random) {
        Trajectory trajectory = trajectory();
        boolean settles = windows.closing(iteration);
        shorten(iteration + 1);
        aimAt(largeSteps.rateAfter(trajectory, nearsAverage(), settles));
        adaptStepSize(settles ? trajectory.symmetricAcceptanceRate() : trajectory.acceptanceRate());
        if (windows.contain(iteration) && learnMetric(iteration, from, to) && !changed) {
            changed = true;
            searchStepSize(to, random);
        }
    }

    /** Returns whether the metric has changed. */
    private boolean learnMetric(int iteration, GradientState from, GradientState to) {
        if (foreground == null || background == null || climb == null) {
            return false;
        }
        climb.watch(to);
        if (tells(from, to)) {
            foreground.add(to);
            background.add(to);
        }
        boolean climbs = climb.lately();
        boolean switches = windows.switchAt(iteration, background.count(), climbs);
        if (switches) {
            climb.nextWindow();
            largeSteps.changeMetric(!climbs && !windows.isEarly(iteration) && to.position().length > FEW_COORDINATES);
            MetricEstimator old = foreground;
            foreground = background;
            background = old;
            background.reset();
        }
        if (!switches && iteration - changedAt < patience(foreground, to.position().length)) {
            return false;
        }
        Metric metric = climbs ? foreground.estimateOnTheWay() : foreground.estimate();
        if (metric != null) {
            trajectory().moveIn(metric);
            changedAt = iteration;
        }
        return metric != null;
    }

    /** An estimate that costs something waits until there is half as much again to learn from. */
    private int patience(MetricEstimator estimator, int dimension) {
        int shortest = type.patience(dimension);
        return shortest == 1 ? 1 : Math.max(shortest, estimator.count() / 2);
    }

    /** A transition that hardly moved says more of the step size than of the target. */
    private boolean tells(GradientState from, GradientState to) {
        return from.position() != to.position()
                && !(trajectory().diverging() && trajectory().steps() < 8);
    }
}
