package org.ppl4j.distribution;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.ppl4j.math.Elementary;

/** Gamma variates of scale one, and of what is made from them, also where they are too small for a double. */
final class GammaDraws {

    private static final double LARGEST_BELOW_ONE = Math.nextDown(1.0);

    private GammaDraws() {}

    /** Returns the logarithm of a standard gamma variate. */
    static double log(double shape, RandomGenerator random) {
        if (shape >= 1) {
            return Elementary.log(standard(shape, random));
        }
        // Of shape a: one of shape a + 1 times U^(1/a), here with log(U) = -E for a standard exponential E.
        return Elementary.log(standard(shape + 1, random)) - random.nextExponential() / shape;
    }

    /** Returns a gamma variate; the smallest positive number if it underflows, so that it lies in the support. */
    static double draw(double shape, double rate, RandomGenerator random) {
        return Math.max(Double.MIN_VALUE, Elementary.exp(log(shape, random) - Elementary.log(rate)));
    }

    /** Returns a beta variate, strictly between zero and one. */
    static double beta(double a, double b, RandomGenerator random) {
        double logit = log(a, random) - log(b, random);
        double value = Elementary.sigmoid(logit);
        return Math.min(LARGEST_BELOW_ONE, Math.max(Double.MIN_VALUE, value));
    }

    private static double standard(double shape, RandomGenerator random) {
        return AhrensDieterMarsagliaTsangGammaSampler.of(new CommonsRandom(random), shape, 1)
                .sample();
    }
}
