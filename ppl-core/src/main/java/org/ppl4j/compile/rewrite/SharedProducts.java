package org.ppl4j.compile.rewrite;

import java.util.List;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;

/**
 * A multiple of a square, whose multiple of the base is needed anyway, becomes a product with that: what a sum of squares
 * and its derivative have in common.
 */
public final class SharedProducts {

    private SharedProducts() {}

    public static List<Node> apply(List<Node> roots, Interner interner) {
        List<Node> order = Topology.sort(roots);
        NodeMap<Integer> uses = Topology.uses(roots, order);
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : order) {
            List<Node> inputs = Simplifier.mapped(node.inputs(), results);
            Node result = Simplifier.rebuilt(node, inputs);
            if (isMultipleOfSquare(node, uses, interner)) {
                Node base = java.util.Objects.requireNonNull(
                        results.get(node.input(0).input(0)));
                Node shared = interner.intern(Node.of(new Multiply(), base, inputs.get(1)));
                result = Node.of(new Multiply(), base, shared);
            }
            result.noteOrigin(node.origin());
            results.put(node, interner.intern(result));
        }
        return Simplifier.mapped(roots, results);
    }

    private static boolean isMultipleOfSquare(Node node, NodeMap<Integer> uses, Interner interner) {
        if (!(node.op() instanceof Multiply) || !(node.input(0).op() instanceof Multiply)) {
            return false;
        }
        Node square = node.input(0);
        Node base = square.input(0);
        if (base != square.input(1) || uses.getOrDefault(square, 0) > 1) {
            return false;
        }
        Node multiple = interner.known(new Multiply(), List.of(base, node.input(1)));
        return multiple != null && uses.containsKey(multiple);
    }
}
