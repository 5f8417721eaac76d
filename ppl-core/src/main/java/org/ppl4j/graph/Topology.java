package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The order in which a graph can be computed. */
public final class Topology {

    private Topology() {}

    /**
     * Returns all nodes that the roots need, each after its operands; without recursion, since graphs can be deep.
     *
     * @param roots where to start
     */
    public static List<Node> sort(Collection<Node> roots) {
        return order(roots, null);
    }

    /**
     * Returns the nodes that the roots need and that belong to a part of the graph, each after its operands.
     *
     * @param roots where to start
     * @param part whether a node belongs to it; from one that does not, nothing more is looked at
     */
    public static List<Node> sort(Collection<Node> roots, Predicate<Node> part) {
        return order(roots, part);
    }

    private static List<Node> order(Collection<Node> roots, @Nullable Predicate<Node> part) {
        List<Node> order = new ArrayList<>();
        NodeMap<Boolean> done = new NodeMap<>();
        Deque<Node> stack = new ArrayDeque<>();
        for (Node root : roots) {
            if (part == null || part.test(root)) {
                stack.push(root);
            }
            while (!stack.isEmpty()) {
                Node node = stack.peek();
                if (done.containsKey(node)) {
                    stack.pop();
                    continue;
                }
                boolean ready = true;
                for (int i = node.inputs().size() - 1; i >= 0; i--) {
                    Node input = node.input(i);
                    if (!done.containsKey(input) && (part == null || part.test(input))) {
                        stack.push(input);
                        ready = false;
                    }
                }
                if (ready) {
                    stack.pop();
                    done.put(node, true);
                    order.add(node);
                }
            }
        }
        return order;
    }

    /**
     * Returns how often each node is an operand or a root.
     *
     * @param roots the roots
     * @param order the nodes that the roots need
     */
    public static NodeMap<Integer> uses(List<Node> roots, List<Node> order) {
        NodeMap<Integer> uses = new NodeMap<>();
        countUses(roots, uses);
        for (Node node : order) {
            countUses(node.inputs(), uses);
        }
        return uses;
    }

    private static void countUses(List<Node> nodes, NodeMap<Integer> uses) {
        for (Node node : nodes) {
            uses.put(node, uses.getOrDefault(node, 0) + 1);
        }
    }
}
