package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.LibraryFrame;

/** Finds where a chain starts: the first proposed position whose state can be gone on from. */
@LibraryFrame
final class ChainStart {
    private static final int ATTEMPTS = 100;

    private ChainStart() {}

    static State find(InitialPoints points, int chain, GuardedTarget target, Kernel kernel, RandomGenerator random) {
        boolean isOfTarget = points.equals(InitialPoints.ofTarget());
        double[] position = {};
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] before = position;
            position = points.propose(target, chain, random);
            requireLength(position, chain, target);
            if (!isOfTarget && attempt > 0 && Arrays.equals(position, before)) {
                throw new IllegalArgumentException(
                        "The initial position of chain " + chain + " is no place to start: "
                                + DensityFailures.describe(target, position) + ". Give another one, or none.",
                        target.density().failures().firstException());
            }
            State proposed = kernel.start(position, random);
            if (proposed.usable()) {
                target.density().forgetFailures();
                return proposed;
            }
        }
        throw new IllegalStateException(
                "No start was found for chain " + chain + ": at none of " + ATTEMPTS
                        + " proposed positions were the log density and its gradient finite. At the last one, "
                        + DensityFailures.describe(target, position)
                        + ". Give a start with initial(...), or see whether the model allows its data.",
                target.density().failures().firstException());
    }

    private static void requireLength(double @Nullable [] position, int chain, Target target) {
        int dimension = target.density().dimension();
        if (position == null) {
            throw new IllegalArgumentException("No initial position is proposed for chain " + chain
                    + ": the strategy returned null. Return a value for each of the " + dimension
                    + " unconstrained coordinates.");
        }
        if (position.length != dimension) {
            throw new IllegalArgumentException("An initial position must have a value for each of the " + dimension
                    + " unconstrained coordinates, got " + position.length + " values.");
        }
    }
}
