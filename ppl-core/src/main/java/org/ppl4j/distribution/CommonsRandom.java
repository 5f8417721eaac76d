package org.ppl4j.distribution;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A source of randomness of the JDK, as the samplers of Commons RNG need one.
 *
 * @param random the source
 */
record CommonsRandom(RandomGenerator random) implements UniformRandomProvider {

    @Override
    public long nextLong() {
        return random.nextLong();
    }
}
