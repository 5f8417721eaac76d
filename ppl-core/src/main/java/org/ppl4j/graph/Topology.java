package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The order in which a graph can be computed. */
public final class Topology {

    private Topology() {}

    /** Returns all nodes that the roots need, each after its operands; without recursion, since graphs can be deep. */
    public static List<Node> sort(Collection<Node> roots) {
        List<Node> order = new ArrayList<>();
        Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> stack = new ArrayDeque<>();
        for (Node root : roots) {
            stack.push(root);
            while (!stack.isEmpty()) {
                Node node = stack.peek();
                if (done.contains(node)) {
                    stack.pop();
                    continue;
                }
                boolean ready = true;
                for (int i = node.inputs().size() - 1; i >= 0; i--) {
                    Node input = node.input(i);
                    if (!done.contains(input)) {
                        stack.push(input);
                        ready = false;
                    }
                }
                if (ready) {
                    stack.pop();
                    done.add(node);
                    order.add(node);
                }
            }
        }
        return order;
    }
}
