package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/** The geometry that Hamiltonian dynamics move in: the distribution of the momentum, and its kinetic energy. */
interface Metric {

    /** Draws a momentum, normal with the mass matrix as its covariance. */
    void drawMomentum(RandomGenerator random, double[] momentum);

    /** Writes the inverse mass matrix times the momentum. */
    void velocity(double[] momentum, double[] velocity);

    /** Returns half the product of momentum and velocity. */
    double kineticEnergy(double[] momentum, double[] velocity);
}
