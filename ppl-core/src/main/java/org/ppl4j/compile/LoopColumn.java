package org.ppl4j.compile;

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

    void computedBy(Node node) {
        inBody = node;
    }
}
