package org.ppl4j.samplers;

/** A point of a trajectory that may become the next state, with the weight of all points that it stands for. */
final class Candidate {
    private final double[] position;
    private final double[] gradient;
    private double logDensity;
    private double energy;
    double logWeight;

    Candidate(int dimension) {
        position = new double[dimension];
        gradient = new double[dimension];
    }

    void become(PhasePoint point, double pointEnergy, double weight) {
        System.arraycopy(point.position, 0, position, 0, position.length);
        System.arraycopy(point.gradient, 0, gradient, 0, gradient.length);
        logDensity = point.logDensity;
        energy = pointEnergy;
        logWeight = weight;
    }

    GradientState state() {
        return new GradientState(position.clone(), logDensity, gradient.clone());
    }

    double energy() {
        return energy;
    }
}
