package org.ppl4j.samplers;

/** How much more probable the way back of a proposal is than the way there, with the check that both can be told. */
final class ProposalRatio {

    private ProposalRatio() {}

    /**
     * Returns the log density of proposing the way back minus that of proposing the way there.
     *
     * @throws IllegalStateException if the proposal says that it could not have made a move that it has made
     */
    static double of(Proposal proposal, double[] from, double[] to) {
        double forth = proposal.logDensity(from, to);
        double back = proposal.logDensity(to, from);
        if (!Double.isFinite(forth) || Double.isNaN(back) || back == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("The log density of a proposal must be finite for a move just proposed, and"
                    + " finite or -Infinity for the move back: got " + forth + " and " + back + " from " + proposal
                    + ".");
        }
        return back - forth;
    }
}
