package org.ppl4j.compile.carried;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** What the steps of a loop compute at one place: a node a step, null where a step has none, and one in the body for all. */
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

    /** Whether this column begins with some nodes, or has them at least at the steps at which there are any. */
    boolean beginsWith(Node[] column) {
        boolean begins = nodes.length >= column.length;
        for (int k = 0; begins && k < column.length; k++) {
            begins = column[k] == null || column[k] == nodes[k];
        }
        return begins;
    }

    void computedBy(Node node) {
        inBody = node;
    }
}
