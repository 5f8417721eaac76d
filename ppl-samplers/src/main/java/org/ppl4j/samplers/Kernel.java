package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Divergence;

/**
 * The algorithm of one chain: a Markov transition that leaves the target invariant, and how it adapts in warm-up.
 *
 * <p>There is one kernel per chain, used by one thread at a time; so it may own workspaces, what it has learned in
 * warm-up, and the diagnostics of the latest step. What the next step depends on, and the last one decided, is in the
 * {@link State} and only there: the same state, the same learning and the same generator give the same next state.
 *
 * <p>The calls come in this order: {@link #start}, any number of {@link #warmup}, {@link #finishWarmup} once, then
 * {@link #step}. {@code start} may be called again at any time, to continue from elsewhere or after the target itself
 * has changed (as it does for one block of a Gibbs sweep when another block has moved); that forgets nothing learned.
 *
 * <p>A density that is NaN or infinite somewhere is not an error: the kernel does not move there.
 */
public interface Kernel {

    /**
     * {@return the names of the diagnostics this kernel reports of a step, for instance {@code acceptance_rate}} One
     * named {@code diverging} is 1 if the step diverged, one named {@code reached_max_tree_depth} if its trajectory was
     * cut off, otherwise 0. {@code energy} is that of the state after the step.
     */
    List<String> statistics();

    /**
     * {@return how many walkers a state of this kernel has, each of which is recorded as a chain of its own; 1 unless
     * overridden}
     */
    default int walkers() {
        return 1;
    }

    /**
     * {@return the state at a position, which may be {@linkplain State#usable() unusable}}
     *
     * @param position the unconstrained coordinates; copied
     * @param random the source of whatever else a state holds
     */
    State start(double[] position, RandomGenerator random);

    /**
     * {@return the state after one transition that leaves the target invariant; {@code state} itself if it did not move}
     *
     * @param state where to go from; not changed
     * @param random the only source of randomness
     */
    State step(State state, RandomGenerator random);

    /**
     * {@return the state after one transition of the warm-up, from which the kernel may learn; a plain step unless
     * overridden}
     *
     * @param state where to go from; not changed
     * @param iteration which transition of the warm-up this is, from 0
     * @param total how many transitions the warm-up has
     * @param random the only source of randomness
     */
    default State warmup(State state, int iteration, int total, RandomGenerator random) {
        return step(state, random);
    }

    /**
     * Fixes what was learned, and returns the state to draw from. Called once before the first draw, also if there was
     * no warm-up or an empty one.
     *
     * @param state the state after the last transition of the warm-up
     * @return the state to draw from
     */
    default State finishWarmup(State state) {
        return state;
    }

    /**
     * Writes the diagnostics of the latest transition.
     *
     * @param values receives one number for each of {@link #statistics()}
     */
    void report(double[] values);

    /**
     * {@return what else the user should know of the steps after the warm-up, a sentence each; nothing unless overridden}
     *
     * @param steps how many steps were made after the warm-up
     */
    default List<String> warnings(long steps) {
        return List.of();
    }

    /**
     * {@return the first trajectories after the warm-up that diverged, at most a thousand; none unless overridden} The
     * statistic {@code diverging} counts them all. This is asked for after each step, so it has to be quick: a view of a list
     * that grows will do.
     */
    default List<Divergence> divergences() {
        return List.of();
    }
}
