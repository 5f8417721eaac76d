package org.ppl4j.model;

import java.util.random.RandomGenerator;

/**
 * Draws of some sites of a model at a position, the other sites staying where they are: from their own distributions, or
 * from others. What proposals of Metropolis–Hastings are made of.
 */
public interface SiteDraws {

    /**
     * Draws the sites.
     *
     * @param position the unconstrained coordinates of all sites; those of the drawn ones are overwritten
     * @param random the source of randomness
     * @return the log density of the draw over the unconstrained coordinates, the log-Jacobian included
     */
    double draw(double[] position, RandomGenerator random);

    /**
     * Returns the log density with which the sites would be drawn as they are.
     *
     * @param position the unconstrained coordinates of all sites
     */
    double logDensity(double[] position);
}
