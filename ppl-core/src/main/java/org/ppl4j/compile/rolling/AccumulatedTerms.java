package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;

/**
 * Tells the terms that a user's loop has added up, or subtracted, one after the other: {@code total = total.plus(term)}; or that it has put
 * into a list, {@code Tensor.stack(terms).sum()}. A model that adds such a total is the same as one that adds the terms.
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
        if (terms.isEmpty()) {
            terms = stacked(total);
        }
        return terms.isEmpty() ? List.of(total) : terms;
    }

    /** Returns the scalars that were stacked to be summed; none if they are few, or were met before. */
    private List<Node> stacked(Node total) {
        if (!(total.op() instanceof Sum sum) || !sum.isFull(total.input(0).shape())) {
            return List.of();
        }
        Node stack = withoutReshape(total.input(0));
        boolean isLong = stack.op() instanceof Concatenate && stack.inputs().size() >= RollingSum.FEWEST;
        if (!isLong || !areScalars(stack.inputs()) || !met.get(0).put(stack, true)) {
            return List.of();
        }
        List<Node> terms = new ArrayList<>();
        for (Node part : stack.inputs()) {
            terms.add(Nodes.reshape(withoutReshape(part), Shape.SCALAR));
        }
        return terms;
    }

    private static boolean areScalars(List<Node> parts) {
        for (Node part : parts) {
            if (part.size() != 1) {
                return false;
            }
        }
        return true;
    }

    private static Node withoutReshape(Node node) {
        return node.op() instanceof Reshape ? node.input(0) : node;
    }

    /** Returns the terms of sums each of which has the next for the given operand; none if they are few. */
    private List<Node> along(Node total, int operand) {
        if (!isLong(total, operand)) {
            return List.of();
        }
        List<Node> added = new ArrayList<>();
        NodeMap<Integer> counts = new NodeMap<>();
        Node node = total;
        while (isSum(node, operand)) {
            if (!met.get(operand).put(node, true)) {
                return List.of();
            }
            Node term = node.input(1 - operand);
            if (!counts.containsKey(term)) {
                added.add(term);
            }
            counts.put(term, counts.getOrDefault(term, 0) + (node.op() instanceof Subtract ? -1 : 1));
            node = node.input(operand);
        }
        List<Node> terms = new ArrayList<>(List.of(node));
        for (int i = added.size() - 1; i >= 0; i--) {
            terms.add(times(added.get(i), counts.getOrDefault(added.get(i), 0)));
        }
        return terms;
    }

    /** Returns what is added once if it was added several times, as data say. */
    private static Node times(Node term, int count) {
        return switch (count) {
            case 1 -> term;
            case -1 -> Nodes.negate(term);
            default -> Nodes.multiply(term, Nodes.constant(count));
        };
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
