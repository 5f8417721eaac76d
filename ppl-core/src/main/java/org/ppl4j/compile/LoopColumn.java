package org.ppl4j.compile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** What the steps of a loop compute at one place: a node a step, and one in the body for all. */
final class LoopColumn {

    private final Node[] nodes;
    private @Nullable Node inBody;

    /** The carry whose next value is computed from this one. */
    private @Nullable LoopColumn user;

    LoopColumn(Node[] nodes) {
        this.nodes = nodes;
    }

    /** Returns the nodes, a step each. */
    Node[] nodes() {
        return nodes;
    }

    /** Returns what computes them in the body, once that is known. */
    @Nullable
    Node inBody() {
        return inBody;
    }

    void computedBy(Node node) {
        inBody = node;
    }

    /** Notes for which carry this one is needed; null for the step itself. */
    void neededBy(@Nullable LoopColumn carry) {
        user = carry;
    }

    /** Whether this carry, or one that needs it, begins with some nodes, and goes on after them. */
    boolean beginsWith(Node[] column) {
        for (LoopColumn carry = this; carry != null; carry = carry.user) {
            if (carry.nodes.length > column.length
                    && Arrays.equals(carry.nodes, 0, column.length, column, 0, column.length)) {
                return true;
            }
        }
        return false;
    }
}
