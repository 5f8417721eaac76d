package org.ppl4j.compile.rewrite;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.CholeskyAdjoint;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.LogDeterminant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.QuadraticForm;
import org.ppl4j.graph.Shape;

/** Finds the square matrices of which nothing but the lower triangle is read, by factorisations and the like. */
public final class TriangleReads {

    /** Smaller matrices become scalars rather. */
    private static final int SMALLEST = 6;

    private final Set<Node> readWhole = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> found = Collections.newSetFromMap(new IdentityHashMap<>());

    private TriangleReads() {}

    /**
     * Returns the matrices of one kind of which the lower triangle alone is read.
     *
     * @param roots the graph's roots
     * @param order what they are computed from, operands first
     * @param isKind whether a square matrix is to be found; of operands of those that are computed element by element as
     *     much is read as of these
     */
    public static Set<Node> find(List<Node> roots, List<Node> order, Predicate<Node> isKind) {
        TriangleReads reads = new TriangleReads();
        reads.readWhole.addAll(roots);
        for (int i = order.size() - 1; i >= 0; i--) {
            reads.decide(order.get(i), isKind);
        }
        return reads.found;
    }

    /** Returns the operands of which an operation reads the lower triangle alone, whether it is packed or not. */
    private static Set<Integer> triangles(Op op) {
        if (op instanceof Cholesky || op instanceof LogDeterminant || op instanceof QuadraticForm) {
            return Set.of(0);
        }
        return op instanceof CholeskyAdjoint ? Set.of(2) : Set.of();
    }

    /** Decides on a node after all that use it. */
    private void decide(Node node, Predicate<Node> isKind) {
        boolean isFound = !readWhole.contains(node) && isLarge(node.shape()) && isKind.test(node);
        if (isFound) {
            found.add(node);
        }
        Set<Integer> triangles = triangles(node.op());
        for (int k = 0; k < node.inputs().size(); k++) {
            boolean asTriangle = triangles.contains(k) || (isFound && node.op() instanceof ElementwiseOp);
            if (!asTriangle) {
                readWhole.add(node.input(k));
            }
        }
    }

    private static boolean isLarge(Shape shape) {
        return shape.rank() == 2 && shape.dimension(0) == shape.dimension(1) && shape.dimension(0) >= SMALLEST;
    }
}
