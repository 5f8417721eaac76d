package org.ppl4j.samplers;

import org.jspecify.annotations.Nullable;
import org.ppl4j.density.LogDensity;

/** The state of a sampler that follows gradients, with a momentum if that is kept. Its arrays are its own. */
final class GradientState implements State {
    private final double[] position;
    private final double logDensity;
    private final double[] gradient;
    private final double @Nullable [] momentum;
    /** What the momentum was drawn for: in another metric it means nothing. */
    private final @Nullable Metric metric;

    GradientState(double[] position, double logDensity, double[] gradient) {
        this(position, logDensity, gradient, null, null);
    }

    private GradientState(
            double[] position,
            double logDensity,
            double[] gradient,
            double @Nullable [] momentum,
            @Nullable Metric metric) {
        this.position = position;
        this.logDensity = logDensity;
        this.gradient = gradient;
        this.momentum = momentum;
        this.metric = metric;
    }

    /** Returns the same state with a momentum, which is copied. */
    GradientState withMomentum(double[] kept, Metric drawnFor) {
        return new GradientState(position, logDensity, gradient, kept.clone(), drawnFor);
    }

    /** Returns the momentum if there is one in that metric. */
    double @Nullable [] momentumIn(Metric current) {
        return current == metric ? momentum : null;
    }

    /** Returns the state at a position, which is copied. */
    static GradientState at(double[] position, LogDensity density) {
        double[] copy = position.clone();
        double[] gradient = new double[copy.length];
        double logDensity = density.logDensityAndGradient(copy, gradient);
        return new GradientState(copy, logDensity, gradient);
    }

    @Override
    public double[] position() {
        return position;
    }

    @Override
    public double logDensity() {
        return logDensity;
    }

    double[] gradient() {
        return gradient;
    }

    @Override
    public boolean usable() {
        if (!Double.isFinite(logDensity)) {
            return false;
        }
        for (double partial : gradient) {
            if (!Double.isFinite(partial)) {
                return false;
            }
        }
        return true;
    }
}
