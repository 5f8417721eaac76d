package org.ppl4j.samplers;

import org.ppl4j.density.LogDensity;

/** The state of a sampler that needs no gradient. Its array is its own. */
final class PointState implements State {
    private final double[] position;
    private final double logDensity;

    PointState(double[] position, double logDensity) {
        this.position = position;
        this.logDensity = logDensity;
    }

    /** Returns the state at a position, which is copied. */
    static PointState at(double[] position, LogDensity density) {
        double[] copy = position.clone();
        return new PointState(copy, density.logDensity(copy));
    }

    @Override
    public double[] position() {
        return position;
    }

    @Override
    public double logDensity() {
        return logDensity;
    }
}
