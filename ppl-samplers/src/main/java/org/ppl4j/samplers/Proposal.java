package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/**
 * Where Metropolis–Hastings tries to go next, on the unconstrained space. Used by all chains at once: keep no state.
 *
 * <p>A proposal that is not symmetric must override {@link #logDensity}, or the chain has the wrong distribution.
 */
@FunctionalInterface
public interface Proposal {

    /**
     * Draws a proposal.
     *
     * @param current the unconstrained coordinates of the chain
     * @param proposal receives the coordinates to try; holds those of the chain before
     * @param random the only source of randomness
     */
    void propose(double[] current, double[] proposal, RandomGenerator random);

    /**
     * {@return the log density of proposing {@code to} when the chain is at {@code from}, up to a constant that is the
     * same for all pairs} The default, 0, is for symmetric proposals.
     *
     * @param from the unconstrained coordinates proposed from
     * @param to the unconstrained coordinates proposed
     */
    default double logDensity(double[] from, double[] to) {
        return 0;
    }
}
