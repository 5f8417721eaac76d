package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
        Node[] rewritten = new Node[roots.size()];
        for (int i = 0; i < rewritten.length; i++) {
            rewritten[i] = results.getOrDefault(roots.get(i), roots.get(i));
        }
        return List.of(rewritten);
    }

    private static Node rebuilt(Node node, NodeMap<Node> results) {
        boolean changed = false;
        List<Node> inputs = new ArrayList<>(node.inputs().size());
        for (Node input : node.inputs()) {
            Node result = results.getOrDefault(input, input);
            changed |= result != input;
            inputs.add(result);
        }
        if (!changed) {
            return node;
        }
        Node result = Node.of(node.op(), inputs);
        result.noteOrigin(node.origin());
        return result;
    }
}
