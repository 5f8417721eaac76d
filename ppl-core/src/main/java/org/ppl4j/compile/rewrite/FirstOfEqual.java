package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Operations;

/** Finds, of computations that are written more than once, the first. */
public final class FirstOfEqual {

    private static final int DEEPEST = 100;

    private final NodeMap<Node> firsts = new NodeMap<>();
    /** By operation, shape and operands. */
    private final Map<List<Object>, Node> known = new HashMap<>();

    /** Returns the first node that was asked for, or is an operand of one, and computes the same. */
    public Node of(Node node) {
        return of(node, 0);
    }

    private Node of(Node node, int depth) {
        Node before = firsts.get(node);
        if (before != null || depth > DEEPEST) {
            return before == null ? node : before;
        }
        List<Node> inputs = new ArrayList<>(node.inputs().size());
        for (Node input : node.inputs()) {
            inputs.add(of(input, depth + 1));
        }
        List<Object> key = List.of(Operations.key(node.op()), node.shape(), inputs);
        Node first = known.get(key);
        if (first == null) {
            first = rebuilt(node, inputs);
            known.put(key, first);
        }
        firsts.put(node, first);
        return first;
    }

    private static Node rebuilt(Node node, List<Node> inputs) {
        Node copy = Simplifier.rebuilt(node, inputs);
        copy.noteOrigin(node.origin());
        return copy;
    }
}
