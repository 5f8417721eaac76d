package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ppl4j.compile.rolling.LeafColumn;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/**
 * What is computed twice from one value of a step becomes one node: the residual of a forecast, say, that a loop goes on with
 * and a likelihood squares. The loop can carry it then, and nothing else needs to be put out.
 *
 * <p>Other computations that are equal stay apart: loops may begin with the same numbers, and are alike as long as each has
 * its own.
 */
final class SharedResiduals {

    /** More uses than that has what all steps have in common. */
    private static final int MOST_USES = 4;

    private SharedResiduals() {}

    /** Returns a graph in which such nodes are one. */
    static List<Node> apply(List<Node> roots) {
        List<Node> order = Topology.sort(roots);
        NodeMap<Integer> uses = Topology.uses(roots, order);
        NodeMap<Node> results = new NodeMap<>();
        Map<List<Object>, Node> known = new HashMap<>();
        boolean areAny = false;
        for (Node node : order) {
            // most graphs have none, and are not built anew
            Node rebuilt = areAny ? Substitution.rebuilt(node, results) : node;
            Node first = isResidual(node, uses) ? known.putIfAbsent(key(rebuilt), rebuilt) : null;
            areAny |= first != null;
            Node result = first == null ? rebuilt : first;
            if (result != node) {
                results.put(node, result);
            }
        }
        return areAny ? Substitution.mapped(roots, results) : roots;
    }

    /** Whether a number is the difference of something that is computed, and used a few times only, and a constant. */
    private static boolean isResidual(Node node, NodeMap<Integer> uses) {
        if (!(node.op() instanceof Subtract) || !node.shape().isScalar()) {
            return false;
        }
        Node left = node.input(0);
        Node right = node.input(1);
        return (left.op() instanceof Constant && isOfStep(right, uses))
                || (right.op() instanceof Constant && isOfStep(left, uses));
    }

    private static boolean isOfStep(Node node, NodeMap<Integer> uses) {
        int count = uses.getOrDefault(node, 0);
        return count > 1 && count <= MOST_USES && !node.inputs().isEmpty() && !LeafColumn.isLeaf(node);
    }

    /** Returns what tells a difference from others: its operands, the constant by its number. */
    private static List<Object> key(Node difference) {
        List<Object> key = new ArrayList<>();
        for (Node input : difference.inputs()) {
            key.add(input.op() instanceof Constant ? Objects.requireNonNull(input.cachedValue())[0] : input);
        }
        return key;
    }
}
