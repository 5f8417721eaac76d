package org.ppl4j.samplers;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Chains;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * Where chains start. A proposal where the density or a needed gradient is not finite is followed by another one, up to
 * a hundred in all, and so is one that fails with an {@link IllegalArgumentException}; unless there is only one.
 *
 * <p>For a strategy of your own, such as the end of an optimisation, write a lambda. Used by all chains: keep no state.
 */
@LibraryFrame
@FunctionalInterface
public interface InitialPoints {

    /**
     * {@return unconstrained coordinates to try to start from}
     *
     * @param target what is sampled
     * @param chain the chain, from 0
     * @param random the only source of randomness
     */
    double[] propose(Target target, int chain, RandomGenerator random);

    /**
     * Refuses a run that these points do not fit; nothing is refused unless overridden.
     *
     * @param target what is sampled
     * @param chains how many chains there are
     * @throws IllegalArgumentException if there is something wrong: says what
     */
    default void check(Target target, int chains) {}

    /**
     * {@return whether a chain is proposed the same position whatever is random, so that it is tried once; false unless
     * overridden}
     *
     * @param target what is sampled
     */
    default boolean isOnlyOne(Target target) {
        return false;
    }

    /** {@return what the target itself proposes: for models, uniform numbers between -2 and 2} The default of a run. */
    static InitialPoints ofTarget() {
        return new TargetPoints();
    }

    /**
     * {@return uniform numbers in each unconstrained coordinate; discrete variables as the target proposes them}
     *
     * @param radius how far from 0 they may be
     * @throws IllegalArgumentException if it is not positive
     */
    static InitialPoints uniform(double radius) {
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException(
                    "The radius of initial positions must be finite and > 0, got " + radius + ".");
        }
        return (target, chain, random) -> {
            double[] proposed = target.initialPosition(random);
            double[] position = new double[proposed.length];
            for (int i = 0; i < position.length; i++) {
                position[i] = random.nextDouble(-radius, radius);
            }
            for (String variable : target.discreteVariables()) {
                for (int coordinate : target.coordinates(variable)) {
                    position[coordinate] = proposed[coordinate];
                }
            }
            return position;
        };
    }

    /** {@return draws from the prior; hand-written densities have none that is known} */
    static InitialPoints prior() {
        return (target, chain, random) -> {
            Prior prior = target.prior()
                    .orElseThrow(() -> new IllegalArgumentException("Chains cannot start at draws from the prior: the"
                            + " prior of a hand-written density is not known. Give positions, or none."));
            double[] position = target.initialPosition(random);
            prior.draws(NamedValues.sampled(target)).draw(position, random);
            return position;
        };
    }

    /**
     * {@return the given positions}
     *
     * @param positions unconstrained coordinates: of all chains, or of one chain after the other
     * @throws IllegalArgumentException if there are none
     */
    static InitialPoints at(double[]... positions) {
        return new GivenPositions(Arguments.nonNull(positions, "positions"));
    }

    /**
     * {@return named values, in the space of the model; variables without one start as the target proposes}
     *
     * @param values values of variables: numbers, arrays or tensors
     */
    static InitialPoints values(Map<String, ?> values) {
        return new NamedValues(Arguments.nonNull(values, "values"));
    }

    /**
     * {@return the last draws of other chains, of the same model or of one with variables in common: those of the same
     * number, round and round if there are fewer} Variables that they lack start as the target proposes.
     *
     * @param chains the chains, each of which has a draw
     * @throws IllegalArgumentException if a chain has none
     */
    static InitialPoints lastOf(Chains chains) {
        return new LastDraws(Arguments.nonNull(chains, "chains"));
    }
}
