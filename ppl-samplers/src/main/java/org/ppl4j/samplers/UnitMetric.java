package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/** The metric with the identity as its mass matrix. */
final class UnitMetric implements Metric {
    static final UnitMetric INSTANCE = new UnitMetric();

    @Override
    public void drawMomentum(RandomGenerator random, double[] momentum) {
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] = random.nextGaussian();
        }
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        System.arraycopy(momentum, 0, velocity, 0, momentum.length);
    }

    @Override
    public String toString() {
        return "Metric.unit()";
    }
}
