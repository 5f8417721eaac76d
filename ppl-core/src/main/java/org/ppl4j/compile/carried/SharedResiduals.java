package org.ppl4j.compile.carried;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ppl4j.compile.rolling.LeafColumn;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.TriangularSolve;

/**
 * What is computed twice from one value of a step becomes one node: the residual of a forecast, say, that a loop goes on with
 * and a likelihood squares, or the factor of its covariance. The loop can carry it then, and nothing else needs to be put out.
 *
 * <p>Other computations that are equal stay apart: loops may begin with the same numbers, and are alike as long as each has
 * its own.
 */
final class SharedResiduals {

    /** More uses than that has what all steps have in common. */
    private static final int MOST_USES = 4;

    private final NodeMap<Integer> uses;
    private final NodeMap<Node> results = new NodeMap<>();
    private final NodeMap<Boolean> residuals = new NodeMap<>();
    private final Map<List<Object>, Node> known = new HashMap<>();

    private SharedResiduals(NodeMap<Integer> uses) {
        this.uses = uses;
    }

    /** Returns a graph in which such nodes are one. */
    static List<Node> apply(List<Node> roots) {
        List<Node> order = Topology.sort(roots);
        SharedResiduals pass = new SharedResiduals(Topology.uses(roots, order));
        boolean areAny = false;
        for (Node node : order) {
            // most graphs have none, and are not built anew
            Node rebuilt = areAny ? Substitution.rebuilt(node, pass.results) : node;
            Node result = pass.isResidual(node, rebuilt) ? pass.first(rebuilt) : rebuilt;
            areAny |= result != rebuilt;
            if (result != node) {
                pass.results.put(node, result);
            }
        }
        return areAny ? Substitution.mapped(roots, pass.results) : roots;
    }

    /** Returns the first node that computes the same. */
    private Node first(Node node) {
        residuals.put(node, true);
        Node first = known.putIfAbsent(key(node), node);
        return first == null ? node : first;
    }

    /**
     * Whether a node is the difference of something that is computed, and used a few times only, and a constant; a factor of
     * such, or a solution by one; or one of these in another shape.
     */
    private boolean isResidual(Node node, Node rebuilt) {
        Op op = node.op();
        if (op instanceof Subtract) {
            Node left = node.input(0);
            Node right = node.input(1);
            return (left.op() instanceof Constant && isOfStep(right))
                    || (right.op() instanceof Constant && isOfStep(left));
        }
        if (op instanceof Cholesky || op instanceof TriangularSolve) {
            return isOfStep(node.input(0)) || residuals.containsKey(rebuilt.input(0));
        }
        return op instanceof Reshape && residuals.containsKey(rebuilt.input(0));
    }

    private boolean isOfStep(Node node) {
        int count = uses.getOrDefault(node, 0);
        return count > 1 && count <= MOST_USES && !node.inputs().isEmpty() && !LeafColumn.isLeaf(node);
    }

    /** Returns what tells a node from others: what it does to its operands, constants by their numbers. */
    private static List<Object> key(Node node) {
        List<Object> key = new ArrayList<>(List.of(Operations.key(node.op()), node.shape()));
        for (Node input : node.inputs()) {
            key.add(
                    input.op() instanceof Constant
                            ? DoubleBuffer.wrap(Objects.requireNonNull(input.cachedValue()))
                            : input);
        }
        return key;
    }
}
