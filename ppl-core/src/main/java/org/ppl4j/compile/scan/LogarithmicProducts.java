package org.ppl4j.compile.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.LogSum;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LogProduct;
import org.ppl4j.graph.LogProductShares;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Topology;

/**
 * In a scan's body, sums of exponentials of a vector and a matrix, {@code x.insertAxis(1).plus(matrix).logSumExp(0)}, become
 * products with the exponentials of the matrix, which are computed once where the matrix is the same at all steps.
 */
final class LogarithmicProducts extends GraphRewriting {

    /** Smaller matrices are dealt with element by element. */
    static final int SMALLEST = 36;

    private LogarithmicProducts(Simplifier simplifier) {
        super(simplifier);
    }

    /** Returns the results of a body, simplified, with such products. */
    static List<Node> apply(List<Node> results, Simplifier simplifier) {
        return new LogarithmicProducts(simplifier).rewrite(results, Topology.sort(results));
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

    @Override
    protected @Nullable Node replacement(Node node) {
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
                Node matrix = result(terms.input(1 - side));
                Node logs = axis == 0
                        ? matrix
                        : simplifier.make(Nodes.transpose(matrix).op(), matrix);
                return simplifier.make(
                        new LogProduct(),
                        simplifier.make(new Reshape(Shape.of(vector.size())), result(vector)),
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
