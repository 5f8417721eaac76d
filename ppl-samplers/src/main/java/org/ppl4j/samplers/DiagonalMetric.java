package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The metric with a diagonal mass matrix, given by its inverse: the variances of the coordinates. */
final class DiagonalMetric implements Metric {
    private final double[] inverseMass;
    private final double[] rootMass;

    DiagonalMetric(double[] variances) {
        inverseMass = variances.clone();
        rootMass = new double[variances.length];
        for (int i = 0; i < variances.length; i++) {
            if (!(variances[i] > 0) || Double.isInfinite(variances[i])) {
                throw new IllegalArgumentException(
                        "The variances of a metric must be finite and > 0, got " + variances[i] + ".");
            }
            rootMass[i] = 1 / Math.sqrt(variances[i]);
        }
    }

    /** Returns the variance that stands for a coordinate. */
    double variance(int coordinate) {
        return inverseMass[coordinate];
    }

    @Override
    public void drawMomentum(RandomGenerator random, double[] momentum) {
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] = rootMass[i] * random.nextGaussian();
        }
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        for (int i = 0; i < momentum.length; i++) {
            velocity[i] = inverseMass[i] * momentum[i];
        }
    }

    @Override
    public boolean fits(int dimension) {
        return dimension == inverseMass.length;
    }

    @Override
    public String toString() {
        return Arrays.stream(inverseMass)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(", ", "Metric.diagonal(", ")"));
    }
}
