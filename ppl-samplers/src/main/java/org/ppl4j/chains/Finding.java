package org.ppl4j.chains;

import java.util.Objects;

/**
 * One thing that is wrong with a run, in plain sentences.
 *
 * @param kind what it is about
 * @param problem what was seen
 * @param remedy what to try; empty if the problem says it
 */
public record Finding(Kind kind, String problem, String remedy) {

    /** What a finding is about. */
    public enum Kind {
        /** Something happened in the run, such as an interruption or a density that was not finite. */
        RUN,
        /** There are too few draws to judge them. */
        TOO_FEW_DRAWS,
        /** A recorded value is NaN or infinite. */
        NOT_FINITE,
        /** There was no warm-up, or one so short that what else is found may come of it. */
        WARMUP,
        /** A chain does not move. */
        STUCK,
        /** A sampled variable never changes. */
        CONSTANT,
        /** Trajectories diverged. */
        DIVERGENCES,
        /** The chains do not agree. */
        CONVERGENCE,
        /** The draws depend on each other so much that they are worth few. */
        EFFECTIVE_SAMPLE_SIZE,
        /** The energy changes little from draw to draw. */
        ENERGY,
        /** Trajectories were cut off before they turned. */
        TREE_DEPTH
    }

    /**
     * Checks that nothing is null.
     *
     * @param kind what it is about
     * @param problem what was seen
     * @param remedy what to try; empty if the problem says it
     */
    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** Returns the problem and the remedy as one text. */
    @Override
    public String toString() {
        return remedy.isEmpty() ? problem : problem + " " + remedy;
    }
}
