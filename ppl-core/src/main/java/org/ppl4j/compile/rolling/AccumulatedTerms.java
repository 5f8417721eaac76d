package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Subtract;

/**
 * Tells the terms that a user's loop has added up, or subtracted, one after the other: {@code total = total.plus(term)}. A model that
 * adds such a total is the same as one that adds the terms.
 */
final class AccumulatedTerms {

    /** The sums that were met, by which operand they go on from: what goes on from one of them, as a loop's level does, is left whole. */
    private final List<NodeMap<Boolean>> met = List.of(new NodeMap<>(), new NodeMap<>());

    /** Returns the terms of a total; the node alone if it is none, or goes on from one that was met before. */
    List<Node> of(Node total) {
        List<Node> terms = along(total, 0);
        if (terms.isEmpty()) {
            terms = along(total, 1);
        }
        return terms.isEmpty() ? List.of(total) : terms;
    }

    /** Returns the terms of sums each of which has the next for the given operand; none if they are few. */
    private List<Node> along(Node total, int operand) {
        if (!isLong(total, operand)) {
            return List.of();
        }
        List<Node> terms = new ArrayList<>();
        Node node = total;
        while (isSum(node, operand)) {
            if (!met.get(operand).put(node, true)) {
                return List.of();
            }
            Node term = node.input(1 - operand);
            terms.add(node.op() instanceof Subtract ? Nodes.negate(term) : term);
            node = node.input(operand);
        }
        terms.add(node);
        Collections.reverse(terms);
        return terms;
    }

    private static boolean isLong(Node total, int operand) {
        Node node = total;
        int sums = 0;
        while (sums < RollingSum.FEWEST && isSum(node, operand)) {
            node = node.input(operand);
            sums++;
        }
        return sums + 1 >= RollingSum.FEWEST;
    }

    private static boolean isSum(Node node, int operand) {
        boolean isTotal = node.op() instanceof Add || (operand == 0 && node.op() instanceof Subtract);
        return isTotal && node.shape().isScalar();
    }
}
