package org.ppl4j.compile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** What the steps of a loop compute at one place: a node a step, and one in the body for all. */
final class LoopColumn {

    private final Node[] nodes;
    private @Nullable Node inBody;

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

    /** Whether this column begins with some nodes. */
    boolean beginsWith(Node[] column) {
        return nodes.length >= column.length && Arrays.equals(nodes, 0, column.length, column, 0, column.length);
    }

    void computedBy(Node node) {
        inBody = node;
    }
}
