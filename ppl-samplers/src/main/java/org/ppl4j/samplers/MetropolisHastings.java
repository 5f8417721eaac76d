package org.ppl4j.samplers;

import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * Metropolis–Hastings with a proposal of the user's own. Needs no gradient.
 *
 * <p>Statistics: {@code acceptance_rate}, the probability with which the latest proposal was to be accepted.
 *
 * <p>W. K. Hastings, "Monte Carlo sampling methods using Markov chains and their applications", Biometrika 57, 1970.
 */
@LibraryFrame
public final class MetropolisHastings implements Sampler {
    private final Proposal proposal;

    private MetropolisHastings(Proposal proposal) {
        this.proposal = proposal;
    }

    /**
     * {@return the sampler with a proposal}
     *
     * @param proposal where to try to go next
     */
    public static MetropolisHastings of(Proposal proposal) {
        return new MetropolisHastings(Arguments.nonNull(proposal, "proposal"));
    }

    @Override
    public Kernel kernel(Target target) {
        return new MetropolisHastingsKernel(target.density(), proposal);
    }

    @Override
    public String toString() {
        return "MetropolisHastings.of(" + proposal + ")";
    }
}
