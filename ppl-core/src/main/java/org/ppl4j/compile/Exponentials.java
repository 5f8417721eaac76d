package org.ppl4j.compile;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;

/** The reciprocal of an exponential that nothing else uses becomes the exponential of the negative: no division. */
final class Exponentials {

    private Exponentials() {}

    static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        Map<Node, Integer> uses = MultiplyAddRules.uses(roots);
        Map<Node, Node> results = new IdentityHashMap<>();
        for (Node node : Topology.sort(roots)) {
            List<Node> inputs = Simplifier.mapped(node.inputs(), results);
            Node result = node;
            if (isReciprocal(node, uses)) {
                Node exponent = inputs.get(1).input(0);
                result = Node.of(new Exp(), simplifier.make(new Negate(), exponent));
            } else if (!inputs.equals(node.inputs())) {
                result = Node.of(node.op(), inputs);
            }
            result.noteOrigin(node.origin());
            results.put(node, simplifier.interner().intern(result));
        }
        return Simplifier.mapped(roots, results);
    }

    private static boolean isReciprocal(Node node, Map<Node, Integer> uses) {
        return node.op() instanceof Divide
                && node.input(0).isConstant(1)
                && node.input(1).op() instanceof Exp
                && uses.getOrDefault(node.input(1), 0) == 1;
    }
}
