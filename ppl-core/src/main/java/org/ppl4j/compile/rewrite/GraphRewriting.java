package org.ppl4j.compile.rewrite;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/** A pass over a graph that computes something else in the place of some nodes, and the others anew of what is left. */
public abstract class GraphRewriting {

    /** Makes the nodes. */
    protected final Simplifier simplifier;

    private final NodeMap<Node> results = new NodeMap<>();

    /**
     * Creates a pass.
     *
     * @param simplifier makes the nodes
     */
    protected GraphRewriting(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /**
     * Returns what to compute in the place of a node, or null if its operation stays.
     *
     * @param node a node with operands, all of which have their {@link #result}
     */
    protected abstract @Nullable Node replacement(Node node);

    /**
     * Returns what the roots become.
     *
     * @param roots the graph's roots
     * @param order what they are computed from, operands first
     */
    protected final List<Node> rewrite(List<Node> roots, List<Node> order) {
        for (Node node : order) {
            simplifier.locate(node.origin());
            Node result = node.inputs().isEmpty() ? node : replacement(node);
            results.put(node, result != null ? result : simplifier.make(node.op(), results(node.inputs())));
        }
        simplifier.locate(null);
        return results(roots);
    }

    /**
     * Returns what a node has become.
     *
     * @param node a node that comes earlier in the order
     */
    protected final Node result(Node node) {
        return Objects.requireNonNull(results.get(node));
    }

    /**
     * Returns what nodes have become.
     *
     * @param nodes nodes that come earlier in the order
     */
    protected final List<Node> results(List<Node> nodes) {
        return Simplifier.mapped(nodes, results);
    }

    /**
     * Whether a node comes earlier in the order.
     *
     * @param node a node
     */
    protected final boolean isDone(Node node) {
        return results.containsKey(node);
    }
}
