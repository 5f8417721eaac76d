package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One chain of Metropolis–Hastings. */
final class MetropolisHastingsKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("acceptance_rate");

    private final LogDensity density;
    private final Proposal proposal;
    private final double[] from;
    private final double[] to;
    private double acceptanceRate;

    MetropolisHastingsKernel(LogDensity density, Proposal proposal) {
        this.density = density;
        this.proposal = proposal;
        this.from = new double[density.dimension()];
        this.to = new double[density.dimension()];
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        return PointState.at(position, density);
    }

    @Override
    public State step(State state, RandomGenerator random) {
        // The user's code gets copies, so that it cannot change where the chain is.
        System.arraycopy(state.position(), 0, from, 0, from.length);
        System.arraycopy(state.position(), 0, to, 0, to.length);
        proposal.propose(from, to, random);
        double correction = ProposalRatio.of(proposal, from, to);
        double logDensity = density.logDensity(to);
        double logRatio =
                Double.isFinite(logDensity) ? logDensity - state.logDensity() + correction : Double.NEGATIVE_INFINITY;
        acceptanceRate = Math.min(1, Elementary.exp(logRatio));
        return -logRatio < random.nextExponential() ? new PointState(to.clone(), logDensity) : state;
    }

    @Override
    public void report(double[] values) {
        values[0] = acceptanceRate;
    }
}
