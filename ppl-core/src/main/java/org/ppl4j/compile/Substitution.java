package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;

/** Replaces a leaf of a graph by another node. */
public final class Substitution {

    private Substitution() {}

    /**
     * Returns nodes with a leaf replaced throughout.
     *
     * @param roots the nodes
     * @param leaf what to replace
     * @param replacement what takes its place
     */
    public static List<Node> replace(List<Node> roots, Node leaf, Node replacement) {
        Map<Node, Node> results = new IdentityHashMap<>();
        for (Node node : Topology.sort(roots)) {
            Node result = node == leaf ? replacement : node;
            boolean changed = false;
            List<Node> inputs = new ArrayList<>(node.inputs().size());
            for (Node input : node.inputs()) {
                Node mapped = results.get(input);
                changed |= mapped != input;
                inputs.add(mapped);
            }
            if (changed) {
                result = Node.of(node.op(), inputs);
                result.noteOrigin(node.origin());
            }
            results.put(node, result);
        }
        return Simplifier.mapped(roots, results);
    }
}
