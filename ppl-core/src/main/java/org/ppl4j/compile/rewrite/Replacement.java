package org.ppl4j.compile.rewrite;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;

/** Puts nodes in the place of others, also within what is put in the place of a later one. */
public final class Replacement {

    private final Simplifier simplifier;
    private final NodeMap<Node> results = new NodeMap<>();

    private Replacement(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /**
     * Returns what nodes become.
     *
     * @param roots the nodes
     * @param order what they are computed from, operands first
     * @param replacements returns what to compute instead of a node, or null
     */
    public static List<Node> apply(
            List<Node> roots, List<Node> order, Function<Node, @Nullable Node> replacements, Simplifier simplifier) {
        Replacement pass = new Replacement(simplifier);
        for (Node node : order) {
            simplifier.locate(node.origin());
            Node replacement = replacements.apply(node);
            if (replacement == null) {
                pass.results.put(node, pass.rebuilt(node));
                continue;
            }
            for (Node part : Topology.sort(List.of(replacement))) {
                if (!pass.results.containsKey(part)) {
                    pass.results.put(part, pass.rebuilt(part));
                }
            }
            pass.results.put(node, Objects.requireNonNull(pass.results.get(replacement)));
        }
        simplifier.locate(null);
        return Simplifier.mapped(roots, pass.results);
    }

    private Node rebuilt(Node node) {
        List<Node> inputs = Simplifier.mapped(node.inputs(), results);
        boolean same = true;
        for (int i = 0; i < inputs.size(); i++) {
            same &= inputs.get(i) == node.input(i);
        }
        return same ? node : simplifier.make(node.op(), inputs);
    }
}
