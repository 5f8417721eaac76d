package org.ppl4j.compile.rewrite;

import java.util.List;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.FusedMultiplyAdd;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/** Joins a product that is used once with the sum or difference that uses it: one instruction, rounded once. */
public final class MultiplyAddRules {

    private MultiplyAddRules() {}

    public static List<Node> apply(List<Node> roots, Interner interner) {
        List<Node> order = Topology.sort(roots);
        NodeMap<Integer> uses = Topology.uses(roots, order);
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : order) {
            if (node.inputs().isEmpty()) {
                results.put(node, interner.intern(node));
                continue;
            }
            Node joined = join(node, Simplifier.mapped(node.inputs(), results), uses, interner);
            joined.noteOrigin(node.origin());
            results.put(node, interner.intern(joined));
        }
        return Simplifier.mapped(roots, results);
    }

    private static Node join(Node node, List<Node> inputs, NodeMap<Integer> uses, Interner interner) {
        boolean difference = node.op() instanceof Subtract;
        if (difference || node.op() instanceof Add) {
            for (int side = 0; side < 2; side++) {
                Node product = inputs.get(side);
                if (product.op() instanceof Multiply && uses.getOrDefault(node.input(side), 0) == 1) {
                    Node left = product.input(0);
                    Node other = inputs.get(1 - side);
                    if (difference && side == 1) {
                        left = interner.intern(Node.of(new Negate(), left));
                    } else if (difference) {
                        other = interner.intern(Node.of(new Negate(), other));
                    }
                    return Node.of(new FusedMultiplyAdd(), left, product.input(1), other);
                }
            }
        }
        return Simplifier.rebuilt(node, inputs);
    }
}
