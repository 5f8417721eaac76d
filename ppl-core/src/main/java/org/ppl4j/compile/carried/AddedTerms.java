package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.LeafColumn;
import org.ppl4j.compile.rolling.LoopInvariant;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Operations;

/**
 * What the steps of a loop add to a value, different numbers of terms at different steps, as a filter does that adds to its
 * variance at each of the turns at which nothing was observed: one sum of them a step, which no state leads to.
 */
final class AddedTerms {

    /** How many operations tell whether terms are alike. */
    private static final int LOOKED_AT = 5;

    private final Node[] values;
    private final Node[] sums;

    private AddedTerms(Node[] values, Node[] sums) {
        this.values = values;
        this.sums = sums;
    }

    /** Returns what is added to, a node a step, null where a step has none. */
    Node[] values() {
        return values;
    }

    /** Returns what is added. */
    Node[] sums() {
        return sums;
    }

    /**
     * Returns what is added in a column; null if it is the same number of terms at all steps, or something else.
     *
     * @param column a node a step, null where a step has none
     * @param states the states
     * @param stepOf tells the last state that a node depends on, -1 for none
     * @param all the graph's sums
     */
    static @Nullable AddedTerms of(Node[] column, JointStates states, ToIntFunction<Node> stepOf, UnrolledSums all) {
        if (!(StepChoices.lastOf(column).op() instanceof Add)) {
            return null;
        }
        Node[] values = column.clone();
        List<List<Node>> terms = new ArrayList<>();
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (int k = 0; k < column.length; k++) {
            List<Node> own = new ArrayList<>();
            terms.add(own);
            Node value = column[k];
            while (value != null
                    && (value == column[k] ? value.op() instanceof Add : all.isPartial(value))
                    && states.number(value, k) < 0
                    && stepOf.applyAsInt(value) == k) {
                int added = stepOf.applyAsInt(value.input(1)) < 0 ? 1 : 0;
                Node term = value.input(added);
                if (stepOf.applyAsInt(term) >= 0 || (!own.isEmpty() && !areAlike(own.get(0), term))) {
                    break;
                }
                own.add(term);
                value = value.input(1 - added);
            }
            values[k] = value;
            if (value != null) {
                fewest = Math.min(fewest, own.size());
                most = Math.max(most, own.size());
            }
        }
        if (fewest == 0 || fewest == most || !areAlike(values, states, all)) {
            return null;
        }
        Node[] sums = column.clone();
        for (int k = 0; k < sums.length; k++) {
            sums[k] = sums[k] == null ? null : sum(terms.get(k));
        }
        return new AddedTerms(values, sums);
    }

    /** Whether all of a column are the state, or results of one operation, which is not another sum of terms. */
    static boolean areAlike(Node[] column, JointStates states, UnrolledSums all) {
        int step = StepChoices.lastStep(column);
        Node like = column[step];
        int state = states.number(like, step);
        for (int k = 0; k <= step; k++) {
            Node node = column[k];
            boolean isAlike = node == null
                    || (states.number(node, k) == state
                            && (state >= 0 || (Operations.isSame(node.op(), like.op()) && !all.isPartial(node))));
            if (!isAlike) {
                return false;
            }
        }
        return true;
    }

    /** Whether two nodes that no state leads to are computed alike as far as a few operations tell. */
    static boolean areAlike(Node first, Node second) {
        return isAlike(first, second, LOOKED_AT);
    }

    private static boolean isAlike(Node first, Node second, int depth) {
        if (first == second || depth == 0) {
            return true;
        }
        LeafColumn leaf = LeafColumn.of(first);
        if (leaf != null) {
            return leaf.accepts(second);
        }
        boolean isAlike = Operations.isSame(first.op(), second.op())
                && first.inputs().size() == second.inputs().size()
                && !first.inputs().isEmpty();
        for (int i = 0; isAlike && i < first.inputs().size(); i++) {
            isAlike = isAlike(first.input(i), second.input(i), depth - 1);
        }
        return isAlike;
    }

    private static Node sum(List<Node> terms) {
        Node first = terms.get(0);
        Node sum = first;
        boolean areSame = true;
        for (Node term : terms.subList(1, terms.size())) {
            areSame &= LoopInvariant.isSame(first, term);
            sum = Nodes.add(term, sum);
        }
        Node count = Nodes.broadcast(Nodes.constant(terms.size()), first.shape());
        // at all steps a product, also by one, so that they are alike
        return areSame ? Node.of(new Multiply(), count, first) : sum;
    }
}
