package org.ppl4j.samplers;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.density.ChangingStructureException;
import org.ppl4j.density.LostDerivativeException;
import org.ppl4j.graph.LibraryFrame;

/** Finds where a chain starts: the first proposed position whose state can be gone on from. */
@LibraryFrame
final class ChainStart {
    private static final int ATTEMPTS = 100;

    private ChainStart() {}

    static State find(InitialPoints points, int chain, GuardedTarget target, Kernel kernel, RandomGenerator random) {
        boolean isOnlyOne = points.isOnlyOne(target);
        int attempts = isOnlyOne ? 1 : ATTEMPTS;
        State last = null;
        IllegalArgumentException refused = null;
        for (int attempt = 0; attempt < attempts; attempt++) {
            double[] position;
            try {
                position = points.propose(target, chain, random);
            } catch (IllegalArgumentException e) {
                refused = e;
                continue;
            }
            requireLength(position, chain, target);
            last = start(kernel, position, chain, target, random);
            if (last.usable()) {
                target.density().forgetFailures();
                return last;
            }
            requireGradient(last.position(), chain, target);
        }
        if (last == null) {
            throw Objects.requireNonNull(refused);
        }
        RuntimeException cause = target.density().failures().firstException();
        State stray = strayWalker(last, kernel);
        if (stray != null) {
            throw new IllegalStateException(
                    "Chain " + chain + " has a place to start, but not all of its walkers have one near it: for one of"
                            + " them, " + DensityFailures.describe(target, stray.position())
                            + ". Let them start nearer to each other, with a smaller spread(...), or elsewhere with"
                            + " initial(...).",
                    cause);
        }
        String why = DensityFailures.describe(target, last.position());
        throw isOnlyOne
                ? new IllegalArgumentException(
                        "The initial position of chain " + chain + " is no place to start: " + why
                                + ". Give another one, or none.",
                        cause)
                : new IllegalStateException(
                        "No start was found for chain " + chain + ": at none of " + ATTEMPTS
                                + " proposed positions were the log density and its gradient finite. At the last one, "
                                + why
                                + ". Give a start with initial(...), or see whether the model allows its data.",
                        cause);
    }

    /** Says of what fails outside of the library that it is the start that fails, and whose code it is. */
    private static State start(
            Kernel kernel, double[] position, int chain, GuardedTarget target, RandomGenerator random) {
        State state;
        try {
            state = kernel.start(position, random);
        } catch (ChangingStructureException | LostDerivativeException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            String at = "Chain " + chain + " cannot be started: ";
            throw new IllegalStateException(
                    target.density().threwOn(e)
                            ? at + "the log density threw " + DensityFailures.said(e)
                                    + ", an error, after which no other position is tried. See its cause, or give a start"
                                    + " with initial(...) where there is none."
                            : at + "start(position, random) of the kernel threw " + DensityFailures.said(e)
                                    + ". Mend it, or return a state that is not usable() for a position that it cannot start"
                                    + " from: then another one is tried.",
                    e);
        }
        if (state == null) {
            throw new IllegalStateException("start(position, random) of the kernel returned null.");
        }
        return state;
    }

    /** Refuses a density that says of itself that it has no gradient: no other position has one. */
    private static void requireGradient(double[] position, int chain, GuardedTarget target) {
        RuntimeException cause = target.density().failures().firstException();
        if (cause instanceof UnsupportedOperationException
                && Double.isFinite(target.density().logDensity(position))) {
            throw new IllegalArgumentException(
                    "Chain " + chain + " cannot be started, because the sampler needs a gradient: "
                            + DensityFailures.describe(target, position)
                            + ". Write the gradient, or use a sampler that needs none, such as Slice.",
                    cause);
        }
    }

    /** Returns a walker that cannot go on from where it is although the first one can; null if there is none. */
    private static @Nullable State strayWalker(State state, Kernel kernel) {
        if (!state.walker(0).usable()) {
            return null;
        }
        for (int walker = 1; walker < kernel.walkers(); walker++) {
            if (!state.walker(walker).usable()) {
                return state.walker(walker);
            }
        }
        return null;
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
