package org.ppl4j.samplers;

import org.ppl4j.density.LogDensity;

/** The state of a sampler that follows gradients. Its arrays are its own. */
final class GradientState implements State {
    private final double[] position;
    private final double logDensity;
    private final double[] gradient;

    GradientState(double[] position, double logDensity, double[] gradient) {
        this.position = position;
        this.logDensity = logDensity;
        this.gradient = gradient;
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
