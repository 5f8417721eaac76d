package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;

/**
 * The way from a state of a loop back to the one that it is computed from.
 *
 * @param hops the operations on it, the state's own first
 * @param sums the graph's sums, any number of terms of which may be added where some are; null if the operations are just these
 */
record StepWay(List<Hop> hops, @Nullable UnrolledSums sums) {

    /** An operation, which operand comes next, and whether it is a whole sum of any number of terms. */
    record Hop(Class<?> op, Shape shape, int operand, boolean isLong) {}

    /**
     * Returns the way of a step.
     *
     * @param step a state and the nodes on a way to the next, each computed from the one before
     */
    static StepWay exactly(List<Node> step) {
        List<Hop> hops = new ArrayList<>();
        for (int i = step.size() - 1; i > 0; i--) {
            hops.add(hop(step, i, false));
        }
        return new StepWay(hops, null);
    }

    /**
     * Returns the way of a step, and of others that add more terms to what they add terms to, or fewer.
     *
     * @param step a state and the nodes on a way to the next, each computed from the one before
     * @param sums the graph's sums
     */
    static StepWay withSums(List<Node> step, UnrolledSums sums) {
        List<Hop> hops = new ArrayList<>();
        boolean isOfSums = step.get(step.size() - 1).op() instanceof Add;
        for (int i = step.size() - 1; i > 0; i--) {
            int end = i;
            while (end > 1 && sums.isPartial(step.get(end - 1)) && operand(step, end - 1) == operand(step, i)) {
                end--;
            }
            // where the state is a sum itself there is no telling where its terms end
            boolean isLong = step.get(i).op() instanceof Add
                    && !sums.isPartial(step.get(i))
                    && !sums.isPartial(step.get(end - 1))
                    && !(isOfSums && end == 1);
            hops.add(hop(step, i, isLong));
            i = isLong ? end : i;
        }
        return new StepWay(hops, sums);
    }

    private static Hop hop(List<Node> step, int at, boolean isLong) {
        Node node = step.get(at);
        return new Hop(node.op().getClass(), node.shape(), operand(step, at), isLong);
    }

    private static int operand(List<Node> step, int at) {
        return step.get(at).inputs().indexOf(step.get(at - 1));
    }

    /** Returns the state that a node is computed from on this way, or null if it is computed in another one. */
    @Nullable
    Node before(Node node) {
        Node at = node;
        for (Hop hop : hops) {
            if (at.op().getClass() != hop.op
                    || hop.operand >= at.inputs().size()
                    || !at.shape().equals(hop.shape)
                    || (hop.isLong && isPartial(at))) {
                return null;
            }
            at = at.input(hop.operand);
            while (hop.isLong && isPartial(at)) {
                at = at.input(hop.operand);
            }
        }
        return at.shape().equals(node.shape()) ? at : null;
    }

    /** Returns what a state is computed from on this way beside what is on it, but for terms of which there may be any number. */
    List<Node> others(Node state) {
        List<Node> others = new ArrayList<>();
        Node at = state;
        for (Hop hop : hops) {
            for (int i = 0; i < at.inputs().size() && !hop.isLong; i++) {
                if (i != hop.operand) {
                    others.add(at.input(i));
                }
            }
            at = at.input(hop.operand);
            while (hop.isLong && isPartial(at)) {
                at = at.input(hop.operand);
            }
        }
        return others;
    }

    private boolean isPartial(Node node) {
        return sums != null && sums.isPartial(node);
    }
}
