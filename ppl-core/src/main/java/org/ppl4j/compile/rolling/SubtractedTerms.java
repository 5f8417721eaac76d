package org.ppl4j.compile.rolling;

import java.util.List;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Subtract;

/**
 * What a loop subtracts from a sum, turn by turn, as {@code total = total.minus(loss)} does, is added with the other sign: so that
 * it is a sum of terms, which are put together, and no recurrence.
 */
public final class SubtractedTerms {

    private final NodeMap<Integer> lengths = new NodeMap<>();
    private final NodeMap<Boolean> inLongSum = new NodeMap<>();
    private boolean isSubtracted;

    private SubtractedTerms() {}

    /**
     * Returns a graph in which long sums only add; the same if nothing is subtracted in them.
     *
     * @param roots the graph's roots
     * @param order all its nodes, each after its operands
     */
    public static List<Node> apply(List<Node> roots, List<Node> order) {
        SubtractedTerms terms = new SubtractedTerms();
        terms.findLongSums(order);
        return terms.isSubtracted ? terms.added(roots, order) : roots;
    }

    private void findLongSums(List<Node> order) {
        for (Node node : order) {
            if (isSum(node)) {
                lengths.put(node, lengths.getOrDefault(longer(node), 0) + 1);
            }
        }
        // From the last that is subtracted on: what only adds up terms may have differences as terms.
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            boolean isLast = node.op() instanceof Subtract && lengths.getOrDefault(node, 0) >= RollingSum.FEWEST;
            if (isLast || inLongSum.containsKey(node)) {
                inLongSum.put(node, true);
                isSubtracted = true;
                if (isSum(longer(node))) {
                    inLongSum.put(longer(node), true);
                }
            }
        }
    }

    private static boolean isSum(Node node) {
        return node.shape().isScalar() && (node.op() instanceof Add || node.op() instanceof Subtract);
    }

    /** Returns the operand that a term is added to, or subtracted from. */
    private Node longer(Node sum) {
        boolean isSecond = sum.op() instanceof Add
                && lengths.getOrDefault(sum.input(0), 0) < lengths.getOrDefault(sum.input(1), 0);
        return sum.input(isSecond ? 1 : 0);
    }

    private List<Node> added(List<Node> roots, List<Node> order) {
        NodeMap<Node> changed = new NodeMap<>();
        for (Node node : order) {
            List<Node> inputs = Substitution.mapped(node.inputs(), changed);
            Node result = node;
            if (node.op() instanceof Subtract && inLongSum.containsKey(node)) {
                Node term = Nodes.negate(inputs.get(1));
                term.noteOrigin(node.origin());
                result = Nodes.add(inputs.get(0), term);
            } else if (!inputs.equals(node.inputs())) {
                result = Node.of(node.op(), inputs);
            }
            if (result != node) {
                result.noteOrigin(node.origin());
                changed.put(node, result);
            }
        }
        return Substitution.mapped(roots, changed);
    }
}
