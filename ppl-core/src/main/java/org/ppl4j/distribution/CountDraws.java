package org.ppl4j.distribution;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;

/** Binomial and Poisson variates of any size. */
final class CountDraws {

    /** A binomial of at most so many trials is drawn trial by trial. */
    private static final double FEW_TRIALS = 24;

    /** The Poisson sampler of Commons RNG counts with ints; up to here it cannot overflow. */
    private static final double LARGEST_DIRECT_RATE = 1e8;

    private CountDraws() {}

    /**
     * Returns a binomial variate, by halving the trials: the median of as many uniform variates as there are trials is a
     * beta variate, and all on one side of it are known to be successes or failures (Ahrens and Dieter, "Computer methods
     * for sampling from gamma, beta, Poisson and binomial distributions", 1974).
     */
    static double binomial(double trials, double probability, RandomGenerator random) {
        double successes = 0;
        double left = trials;
        double p = probability;
        while (left > FEW_TRIALS && p > 0 && p < 1) {
            double rank = 1 + Math.floor(left / 2);
            double median = GammaDraws.beta(rank, left + 1 - rank, random);
            if (median <= p) {
                successes += rank;
                left -= rank;
                p = (p - median) / (1 - median);
            } else {
                left = rank - 1;
                p /= median;
            }
        }
        if (p <= 0 || p >= 1) {
            return p <= 0 ? successes : successes + left;
        }
        for (int trial = 0; trial < left; trial++) {
            successes += random.nextDouble() < p ? 1 : 0;
        }
        return successes;
    }

    /** Returns a Poisson variate; a large rate is reduced by a gamma variate, the time of an event far ahead. */
    static double poisson(double rate, RandomGenerator random) {
        double events = 0;
        double left = rate;
        while (left > LARGEST_DIRECT_RATE) {
            double ahead = Math.floor(left * 0.875);
            double time = GammaDraws.draw(ahead, 1, random);
            if (time > left) {
                return events + binomial(ahead - 1, left / time, random);
            }
            events += ahead;
            left -= time;
        }
        if (left <= 0) {
            return events;
        }
        return events + PoissonSampler.of(new CommonsRandom(random), left).sample();
    }
}
