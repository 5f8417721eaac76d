package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Shape;

/**
 * Finds the loops of a graph that may be like one of them, such as those over the measurements of each subject: their states
 * are computed from the ones before along the same way.
 */
final class AlikeLoops {

    private final List<Hop> way = new ArrayList<>();
    private final List<List<Node>> loops = new ArrayList<>();
    private final NodeMap<List<Node>> lastOf = new NodeMap<>();
    private final NodeMap<Integer> beginnings = new NodeMap<>();

    /** An operation on the way from a state to the one before, and which operand comes next. */
    private record Hop(Class<?> op, Shape shape, int operand) {}

    private AlikeLoops(List<Node> step) {
        for (int i = step.size() - 1; i > 0; i--) {
            Node node = step.get(i);
            way.add(new Hop(node.op().getClass(), node.shape(), node.inputs().indexOf(step.get(i - 1))));
        }
    }

    /**
     * Finds loops.
     *
     * @param step a state and the nodes on a way to the next, each computed from the one before
     * @param order all nodes of the graph, each after its operands
     */
    static AlikeLoops of(List<Node> step, List<Node> order) {
        AlikeLoops alike = new AlikeLoops(step);
        for (Node node : order) {
            Node before = alike.before(node);
            if (before != null && before.shape().equals(node.shape())) {
                alike.add(before, node);
            }
        }
        return alike;
    }

    /**
     * Returns the states of the loops that have a step, of each the first one being what it begins with. Loops of a single
     * step are left out if most are: they are other statements, which look like a step.
     *
     * @param fromFirst whether a loop begins with what its first step is computed from, where that is only there, or with
     *     what the first step gives
     */
    List<List<Node>> states(boolean fromFirst) {
        List<List<Node>> found = new ArrayList<>();
        List<List<Node>> longer = new ArrayList<>();
        for (List<Node> states : loops) {
            boolean isOwn = fromFirst && beginnings.getOrDefault(states.get(0), 0) == 1;
            List<Node> own = isOwn ? states : states.subList(1, states.size());
            if (own.size() > 1) {
                found.add(own);
            }
            if (own.size() > 2) {
                longer.add(own);
            }
        }
        return found.size() > 2 * longer.size() ? longer : found;
    }

    /** Returns the node at the end of the way from a node, or null if the way is another. */
    private @Nullable Node before(Node node) {
        Node at = node;
        for (Hop hop : way) {
            if (at.op().getClass() != hop.op
                    || hop.operand >= at.inputs().size()
                    || !at.shape().equals(hop.shape)) {
                return null;
            }
            at = at.input(hop.operand);
        }
        return at;
    }

    private void add(Node before, Node node) {
        List<Node> states = lastOf.get(before);
        if (states == null || states.get(states.size() - 1) != before) {
            states = new ArrayList<>(List.of(before));
            loops.add(states);
            beginnings.put(before, beginnings.getOrDefault(before, 0) + 1);
        }
        states.add(node);
        lastOf.put(node, states);
    }
}
