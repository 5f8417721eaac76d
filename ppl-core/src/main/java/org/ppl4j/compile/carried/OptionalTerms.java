package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.LoopInvariant;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;

/**
 * What the steps of a loop add to a value, some of it only at some steps, as {@code if (e < 0) next = next.plus(...)} does: a
 * sum of as many terms at all steps, some of which are nought at some. No state leads to the terms, so that they need no steps.
 */
final class OptionalTerms {

    private static final int MOST_TERMS = 8;

    /** A term that fewer steps have is no part of the loop. */
    private static final int FEWEST_STEPS = 4;

    private final Node[] values;
    private final List<Node[]> terms = new ArrayList<>();

    private OptionalTerms(Node[] column) {
        values = column.clone();
    }

    /** Returns what is added to, a node a step, null where a step has none. */
    Node[] values() {
        return values;
    }

    /** Returns what is added: of each term a node a step, null where a step does not add it. */
    List<Node[]> terms() {
        return terms;
    }

    /**
     * Returns what is added in a column; null if it is the same number of terms at all steps, or something else.
     *
     * @param column a node a step, null where a step has none
     * @param states the states
     * @param stepOf tells the last state that a node depends on, -1 for none
     * @param all the graph's sums
     */
    static @Nullable OptionalTerms of(Node[] column, JointStates states, ToIntFunction<Node> stepOf, UnrolledSums all) {
        if (!haveSums(column)) {
            return null;
        }
        OptionalTerms found = new OptionalTerms(column);
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (int k = 0; k < column.length; k++) {
            if (column[k] == null) {
                continue;
            }
            List<Node> own = new ArrayList<>();
            found.values[k] = parted(column[k], k, own, states, stepOf, all);
            fewest = Math.min(fewest, own.size());
            most = Math.max(most, own.size());
            for (Node term : own) {
                if (!found.place(term, k)) {
                    return null;
                }
            }
        }
        boolean areRare = found.terms.stream().anyMatch(term -> count(term) < FEWEST_STEPS);
        return fewest == most || areRare || !AddedTerms.areAlike(found.values, states, all) ? null : found;
    }

    /** Whether some of a column are sums. */
    private static boolean haveSums(Node[] column) {
        for (Node node : column) {
            if (node != null && node.op() instanceof Add && node.shape().isScalar()) {
                return true;
            }
        }
        return false;
    }

    /** Returns what is left of a node without terms that no state leads to, which are added to a list. */
    private static Node parted(
            Node node, int step, List<Node> terms, JointStates states, ToIntFunction<Node> stepOf, UnrolledSums all) {
        Node value = node;
        while (value.op() instanceof Add && (value == node || all.isPartial(value)) && states.number(value, step) < 0) {
            int added = stepOf.applyAsInt(value.input(1)) < 0 ? 1 : 0;
            if (stepOf.applyAsInt(value.input(added)) >= 0 || stepOf.applyAsInt(value.input(1 - added)) != step) {
                break;
            }
            terms.addAll(0, termsOf(value.input(added), all));
            value = value.input(1 - added);
        }
        return value;
    }

    private static List<Node> termsOf(Node node, UnrolledSums all) {
        if (!(node.op() instanceof Add) || !all.isPartial(node)) {
            return List.of(node);
        }
        List<Node> terms = new ArrayList<>(termsOf(node.input(0), all));
        terms.addAll(termsOf(node.input(1), all));
        return terms;
    }

    /** Notes a term with those of other steps that are alike; returns whether there are not too many kinds. */
    private boolean place(Node term, int step) {
        for (boolean same : new boolean[] {true, false}) {
            for (Node[] others : terms) {
                Node like = StepChoices.lastOf(others);
                boolean fits = same ? LoopInvariant.isSame(like, term) : AddedTerms.areAlike(like, term);
                if (others[step] == null && fits) {
                    others[step] = term;
                    return true;
                }
            }
        }
        Node[] own = new Node[values.length];
        own[step] = term;
        terms.add(own);
        return terms.size() <= MOST_TERMS;
    }

    private static long count(Node[] column) {
        return Arrays.stream(column).filter(node -> node != null).count();
    }
}
