package org.ppl4j.compile.rolling;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** Terms of a {@link RollingSum} that are computed alike: the first, and what tells the others from it once there are any. */
final class RollingForm {

    private final Node first;
    private @Nullable Repetition terms;
    private boolean isSingle;

    /** Whether its terms are steps of a loop, which are not put together. */
    boolean isStep;

    /** Another form that computes the same but for what is used twice. */
    @Nullable
    RollingForm variant;

    /** The form that came after this one: in a loop it does so again. */
    @Nullable
    RollingForm next;

    RollingForm(Node first) {
        this.first = first;
    }

    /** Adds a term; returns whether it is like the others. */
    boolean add(Node term, Followed followed) {
        if (isStep) {
            return false;
        }
        if (terms == null && !isSingle) {
            terms = Repetition.of(first, followed);
            isSingle = terms == null;
        }
        return terms != null && terms.add(term);
    }

    int count() {
        return terms == null ? 1 : terms.count();
    }

    /** Returns all terms if they are enough to be put together, else null. */
    @Nullable
    Repetition rolled() {
        return count() < RollingSum.FEWEST ? null : terms;
    }

    /** Returns all terms, or null as long as there is one. */
    @Nullable
    Repetition terms() {
        return terms;
    }
}
