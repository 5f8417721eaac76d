package org.ppl4j.samplers;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.chains.Divergence;
import org.ppl4j.tensor.Tensor;

/**
 * How a run went, beside its draws: what is needed to repeat it, and how long it took.
 *
 * @param sampler the sampler, as the code that makes it
 * @param seed the seed that was used, chosen by the user or at random
 * @param trial how far sites are centred, and what it took to find out
 * @param chains the chains in order
 */
public record RunReport(String sampler, long seed, Trial trial, List<ChainReport> chains) {

    /**
     * Copies the list.
     *
     * @param sampler the sampler, as the code that makes it
     * @param seed the seed that was used
     * @param trial how far sites are centred, and what it took to find out
     * @param chains the chains in order
     */
    public RunReport {
        chains = List.copyOf(chains);
    }

    /** {@return how often the gradient was evaluated, in the trial and by all chains, in warm-up and sampling} */
    public long gradientEvaluations() {
        return trial.gradientEvaluations()
                + chains.stream().mapToLong(ChainReport::gradientEvaluations).sum();
    }

    /**
     * The trial of {@link Centring#AUTOMATIC} that comes before the chains.
     *
     * @param degrees how far each site is centred whose scale is random, as {@link org.ppl4j.model.Model#centred} says, with
     *     one number, or one for each element; 1 is as it is written. Empty if there is no such site, or no trial
     * @param duration how long it took
     * @param gradientEvaluations how often it evaluated the density with its gradient
     */
    public record Trial(Map<String, Tensor> degrees, Duration duration, long gradientEvaluations) {

        /** No trial. */
        static final Trial NONE = new Trial(Map.of(), Duration.ZERO, 0);

        /**
         * Copies the map.
         *
         * @param degrees how far each site is centred
         * @param duration how long it took
         * @param gradientEvaluations how often it evaluated the density with its gradient
         */
        public Trial {
            degrees = Collections.unmodifiableMap(new LinkedHashMap<>(degrees));
        }
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
