package org.ppl4j.samplers;

import org.ppl4j.density.LogDensity;

/** A point in phase space that moves in place, with the density and its gradient where it is: an integrator's workspace. */
final class PhasePoint {
    final double[] position;
    final double[] momentum;
    final double[] velocity;
    final double[] gradient;
    double logDensity;

    PhasePoint(int dimension) {
        position = new double[dimension];
        momentum = new double[dimension];
        velocity = new double[dimension];
        gradient = new double[dimension];
    }

    void moveTo(GradientState state) {
        System.arraycopy(state.position(), 0, position, 0, position.length);
        System.arraycopy(state.gradient(), 0, gradient, 0, gradient.length);
        logDensity = state.logDensity();
    }

    void evaluate(LogDensity density) {
        logDensity = density.logDensityAndGradient(position, gradient);
    }

    /** Returns the Hamiltonian: potential plus kinetic energy. */
    double energy(Metric metric) {
        metric.velocity(momentum, velocity);
        return metric.kineticEnergy(momentum, velocity) - logDensity;
    }

    GradientState state() {
        return new GradientState(position.clone(), logDensity, gradient.clone());
    }
}
