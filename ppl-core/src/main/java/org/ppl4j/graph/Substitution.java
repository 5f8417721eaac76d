package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Replaces nodes of a graph by others. */
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
        return replace(roots, List.of(leaf), List.of(replacement));
    }

    /**
     * Returns nodes with some nodes replaced throughout, and with them all that only they depend on.
     *
     * @param roots the nodes
     * @param replaced what to replace, each once
     * @param replacements what takes the place of each
     */
    public static List<Node> replace(List<Node> roots, List<Node> replaced, List<Node> replacements) {
        NodeMap<Node> results = new NodeMap<>();
        for (int i = 0; i < replaced.size(); i++) {
            results.put(replaced.get(i), replacements.get(i));
        }
        Deque<Node> stack = new ArrayDeque<>(roots);
        while (!stack.isEmpty()) {
            Node node = stack.peek();
            if (results.containsKey(node)) {
                stack.pop();
                continue;
            }
            boolean ready = true;
            for (Node input : node.inputs()) {
                if (!results.containsKey(input)) {
                    stack.push(input);
                    ready = false;
                }
            }
            if (ready) {
                stack.pop();
                results.put(node, rebuilt(node, results));
            }
        }
        return mapped(roots, results);
    }

    /**
     * Returns what takes the place of nodes: themselves where nothing does.
     *
     * @param nodes the nodes
     * @param results what takes the place of some
     */
    public static List<Node> mapped(List<Node> nodes, NodeMap<Node> results) {
        Node[] mapped = new Node[nodes.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = results.getOrDefault(nodes.get(i), nodes.get(i));
        }
        return List.of(mapped);
    }

    /**
     * Returns a node's operation on what takes the place of its operands; the node itself where nothing does.
     *
     * @param node the node
     * @param results what takes the place of some
     */
    public static Node rebuilt(Node node, NodeMap<Node> results) {
        List<Node> inputs = mapped(node.inputs(), results);
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) != node.input(i)) {
                Node result = Node.of(node.op(), inputs);
                result.noteOrigin(node.origin());
                return result;
            }
        }
        return node;
    }
}
