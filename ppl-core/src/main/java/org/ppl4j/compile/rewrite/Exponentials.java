package org.ppl4j.compile.rewrite;

import java.util.List;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;

/** The reciprocal of an exponential that nothing else uses becomes the exponential of the negative: no division. */
public final class Exponentials {

    private Exponentials() {}

    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        NodeMap<Integer> uses = Topology.uses(roots, order);
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : order) {
            List<Node> inputs = Simplifier.mapped(node.inputs(), results);
            Node result = isReciprocal(node, uses)
                    ? Node.of(
                            new Exp(),
                            simplifier.make(new Negate(), inputs.get(1).input(0)))
                    : Simplifier.rebuilt(node, inputs);
            result.noteOrigin(node.origin());
            results.put(node, simplifier.interner().intern(result));
        }
        return Simplifier.mapped(roots, results);
    }

    private static boolean isReciprocal(Node node, NodeMap<Integer> uses) {
        return node.op() instanceof Divide
                && node.input(0).isConstant(1)
                && node.input(1).op() instanceof Exp
                && uses.getOrDefault(node.input(1), 0) == 1;
    }
}
