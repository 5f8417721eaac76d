package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/** Starts where the target itself proposes. */
record TargetPoints() implements InitialPoints {
    @Override
    public double[] propose(Target target, int chain, RandomGenerator random) {
        return target.initialPosition(random);
    }
}
