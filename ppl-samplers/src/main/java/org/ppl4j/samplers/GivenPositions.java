package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Starts at positions that the user gave: one for all chains, or one for each. */
final class GivenPositions implements InitialPoints {
    private final List<double[]> positions;

    GivenPositions(double[]... positions) {
        if (positions.length == 0) {
            throw new IllegalArgumentException(
                    "No initial positions are given. Give one for each chain, or a single one for all.");
        }
        this.positions = Stream.of(positions).map(position -> position.clone()).toList();
    }

    @Override
    public void check(Target target, int chains) {
        int dimension = target.density().dimension();
        for (double[] position : positions) {
            if (position.length != dimension) {
                throw new IllegalArgumentException("An initial position must have a value for each of the " + dimension
                        + " unconstrained coordinates, got " + position.length + " values.");
            }
        }
        int count = positions.size();
        if (count > 1 && count != chains) {
            throw new IllegalArgumentException("There are " + count + " initial positions for " + chains
                    + (chains == 1 ? " chain" : " chains") + ": give one for each, or a single one for all.");
        }
    }

    @Override
    public boolean isOnlyOne(Target target) {
        return true;
    }

    @Override
    public double[] propose(Target target, int chain, RandomGenerator random) {
        return positions.get(positions.size() == 1 ? 0 : chain).clone();
    }
}
