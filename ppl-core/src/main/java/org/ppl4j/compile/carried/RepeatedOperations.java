package org.ppl4j.compile.carried;

import java.util.List;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Substitution;

/**
 * Operations that are equal to others: histories of animals that begin alike have them in common, as filters of series have
 * their variances, and compute them once if they are not one loop.
 */
final class RepeatedOperations {

    /** So many operations for each different one are most. */
    private static final int MANY = 3;

    /** Code without a loop would be slow for its length if it had more different operations than these. */
    private static final int MOST_DIFFERENT = 10_000;

    private final Interner interner = new Interner();
    private final NodeMap<Node> interned = new NodeMap<>();

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
        RepeatedOperations graph = new RepeatedOperations();
        NodeMap<Boolean> different = new NodeMap<>();
        int found = 0;
        for (Node node : order) {
            Node first = graph.first(node);
            found += nodes.containsKey(node) && different.put(first, true) ? 1 : 0;
            if (found > most) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a graph in which some operations are one where they are equal. All else stays apart.
     *
     * @param roots the graph's roots
     * @param nodes the operations
     * @param order all nodes of the graph, each after its operands
     */
    static List<Node> shared(List<Node> roots, NodeMap<Boolean> nodes, List<Node> order) {
        RepeatedOperations graph = new RepeatedOperations();
        NodeMap<Node> firsts = new NodeMap<>();
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : order) {
            Node key = graph.first(node);
            Node first = nodes.containsKey(node) ? firsts.get(key) : null;
            Node result = first == null ? Substitution.rebuilt(node, results) : first;
            results.put(node, result);
            if (first == null && nodes.containsKey(node)) {
                firsts.put(key, result);
            }
        }
        return Substitution.mapped(roots, results);
    }

    /** Returns what stands for all nodes that compute the same as one; each node is to be asked for after its operands. */
    private Node first(Node node) {
        Node own = node.inputs().isEmpty() ? node : Node.of(node.op(), Simplifier.mapped(node.inputs(), interned));
        Node first = interner.intern(own);
        interned.put(node, first);
        return first;
    }
}
