package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;

/**
 * The way from a state of a loop back to the one that it is computed from.
 *
 * @param hops the operations on it, the state's own first
 */
record StepWay(List<Hop> hops) {

    /** An operation, and which operand comes next. */
    record Hop(Class<?> op, Shape shape, int operand) {}

    /**
     * Returns the way of a step.
     *
     * @param step a state and the nodes on a way to the next, each computed from the one before
     */
    static StepWay of(List<Node> step) {
        List<Hop> hops = new ArrayList<>();
        for (int i = step.size() - 1; i > 0; i--) {
            Node node = step.get(i);
            hops.add(new Hop(node.op().getClass(), node.shape(), node.inputs().indexOf(step.get(i - 1))));
        }
        return new StepWay(hops);
    }

    /** Returns the state that a node is computed from on this way, or null if it is computed in another one. */
    @Nullable
    Node before(Node node) {
        Node at = node;
        for (Hop hop : hops) {
            if (at.op().getClass() != hop.op
                    || hop.operand >= at.inputs().size()
                    || !at.shape().equals(hop.shape)) {
                return null;
            }
            at = at.input(hop.operand);
        }
        return at.shape().equals(node.shape()) ? at : null;
    }
}
