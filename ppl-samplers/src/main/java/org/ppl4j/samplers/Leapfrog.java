package org.ppl4j.samplers;

import org.ppl4j.density.LogDensity;

/** The leapfrog integrator of Hamiltonian dynamics: second order, reversible, volume-preserving. */
final class Leapfrog {
    private final LogDensity density;
    private final Metric metric;

    Leapfrog(LogDensity density, Metric metric) {
        this.density = density;
        this.metric = metric;
    }

    /** Moves a point by one step; a negative step size goes back in time. */
    void step(PhasePoint point, double stepSize) {
        kick(point, stepSize / 2);
        metric.velocity(point.momentum, point.velocity);
        for (int i = 0; i < point.position.length; i++) {
            point.position[i] += stepSize * point.velocity[i];
        }
        point.evaluate(density);
        kick(point, stepSize / 2);
    }

    private static void kick(PhasePoint point, double time) {
        for (int i = 0; i < point.momentum.length; i++) {
            point.momentum[i] += time * point.gradient[i];
        }
    }
}
