package org.ppl4j.compile.carried;

import java.util.List;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * Operations that are equal to others: histories of animals that begin alike have them in common, and compute them once if they
 * are not one loop.
 */
final class RepeatedOperations {

    /** So many operations for each different one are most. */
    private static final int MANY = 3;

    /** Code without a loop would be slow for its length if it had more different operations than these. */
    private static final int MOST_DIFFERENT = 10_000;

    private RepeatedOperations() {}

    /**
     * Whether most of some operations are repeated, and those that are left are few enough to do without a loop.
     *
     * @param nodes the operations
     * @param order all nodes of the graph, each after its operands
     */
    static boolean areMost(NodeMap<Boolean> nodes, List<Node> order) {
        int count = 0;
        for (Node node : order) {
            count += nodes.containsKey(node) ? 1 : 0;
        }
        int most = Math.min(MOST_DIFFERENT, (count - 1) / MANY);
        Interner interner = new Interner();
        NodeMap<Node> interned = new NodeMap<>();
        NodeMap<Boolean> different = new NodeMap<>();
        int found = 0;
        for (Node node : order) {
            Node own = node.inputs().isEmpty() ? node : Node.of(node.op(), Simplifier.mapped(node.inputs(), interned));
            Node first = interner.intern(own);
            interned.put(node, first);
            found += nodes.containsKey(node) && different.put(first, true) ? 1 : 0;
            if (found > most) {
                return false;
            }
        }
        return true;
    }
}
