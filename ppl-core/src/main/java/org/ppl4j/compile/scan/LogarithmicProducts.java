package org.ppl4j.compile.scan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.LogSum;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LogProduct;
import org.ppl4j.graph.LogProductShares;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Topology;

/**
 * In a scan's body, sums of exponentials of a vector and a matrix, {@code x.insertAxis(1).plus(matrix).logSumExp(0)}, become
 * products with the exponentials of the matrix, which are computed once where the matrix is the same at all steps.
 */
final class LogarithmicProducts {

    /** Smaller matrices are dealt with element by element. */
    static final int SMALLEST = 36;

    private final Simplifier simplifier;

    private LogarithmicProducts(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** Returns the results of a body, simplified, with such products. */
    static List<Node> apply(List<Node> results, Simplifier simplifier) {
        LogarithmicProducts pass = new LogarithmicProducts(simplifier);
        NodeMap<Node> made = new NodeMap<>();
        for (Node node : Topology.sort(results)) {
            simplifier.locate(node.origin());
            Node product = node.inputs().isEmpty() ? node : pass.product(node, made);
            made.put(
                    node,
                    product != null ? product : simplifier.make(node.op(), Simplifier.mapped(node.inputs(), made)));
        }
        simplifier.locate(null);
        return Simplifier.mapped(results, made);
    }

    /** Whether there are such products, or derivatives of them, in what is computed. */
    static boolean areAmong(List<Node> results) {
        for (Node node : Topology.sort(results)) {
            if (node.op() instanceof LogProduct || node.op() instanceof LogProductShares) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Node product(Node node, NodeMap<Node> made) {
        LogSum sum = LogSum.of(node);
        if (sum == null || sum.axes() == null || sum.axes().size() != 1) {
            return null;
        }
        Node terms = sum.terms().get(0);
        if (!(terms.op() instanceof Add) || terms.shape().rank() != 2 || terms.size() < SMALLEST) {
            return null;
        }
        int axis = sum.axes().get(0);
        for (int side = 0; side < 2; side++) {
            Node vector = alongAxis(terms.input(side), axis);
            if (vector != null && alongAxis(terms.input(1 - side), axis) == null) {
                Node matrix = Objects.requireNonNull(made.get(terms.input(1 - side)));
                Node logs = axis == 0
                        ? matrix
                        : simplifier.make(Nodes.transpose(matrix).op(), matrix);
                return simplifier.make(
                        new LogProduct(),
                        simplifier.make(new Reshape(Shape.of(vector.size())), Objects.requireNonNull(made.get(vector))),
                        logs,
                        simplifier.make(new Exp(), logs));
            }
        }
        return null;
    }

    /** Returns what is the same along the other axis, and has an element for each place along one; else null. */
    private static @Nullable Node alongAxis(Node node, int axis) {
        if (!(node.op() instanceof Broadcast)
                || node.input(0).size() != node.shape().dimension(axis)) {
            return null;
        }
        Shape from = node.input(0).shape();
        boolean isAlong = axis == 0
                ? from.rank() == 2 && from.dimension(1) == 1
                : from.rank() == 1 || (from.rank() == 2 && from.dimension(0) == 1);
        return isAlong ? node.input(0) : null;
    }
}
