package org.ppl4j.samplers;

import java.time.Duration;
import java.util.List;
import org.ppl4j.chains.Divergence;

/**
 * How a run went, beside its draws: what is needed to repeat it, and how long it took.
 *
 * @param sampler the sampler, as the code that makes it
 * @param seed the seed that was used, chosen by the user or at random
 * @param chains the chains in order
 */
public record RunReport(String sampler, long seed, List<ChainReport> chains) {

    /**
     * Copies the list.
     *
     * @param sampler the sampler, as the code that makes it
     * @param seed the seed that was used
     * @param chains the chains in order
     */
    public RunReport {
        chains = List.copyOf(chains);
    }

    /** {@return how often the gradient was evaluated, by all chains, in warm-up and sampling} */
    public long gradientEvaluations() {
        return chains.stream().mapToLong(ChainReport::gradientEvaluations).sum();
    }

    /**
     * How one chain went.
     *
     * @param draws how many draws it recorded
     * @param warmup how long its warm-up took
     * @param sampling how long its draws took
     * @param gradientEvaluations how often it evaluated the density with its gradient, from its first start on
     * @param densityEvaluations how often it evaluated the density alone
     * @param divergences the first trajectories after the warm-up that diverged, at most a thousand; with their chains
     *     and draws they are in {@link org.ppl4j.chains.Divergences#trajectories()}
     */
    public record ChainReport(
            int draws,
            Duration warmup,
            Duration sampling,
            long gradientEvaluations,
            long densityEvaluations,
            List<Divergence> divergences) {

        /**
         * Copies the list.
         *
         * @param draws how many draws it recorded
         * @param warmup how long its warm-up took
         * @param sampling how long its draws took
         * @param gradientEvaluations how often it evaluated the density with its gradient
         * @param densityEvaluations how often it evaluated the density alone
         * @param divergences the first trajectories that diverged
         */
        public ChainReport {
            divergences = List.copyOf(divergences);
        }
    }
}
