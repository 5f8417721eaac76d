package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.CholeskyAdjoint;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LogDeterminant;
import org.ppl4j.graph.Matrices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.QuadraticForm;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Computes of a matrix only the lower triangle, packed into a vector, if nothing more of it is read: of a covariance, say,
 * that is made element by element for a Cholesky factor, half of the exponentials; and of its adjoint as much.
 */
public final class TrianglePacking extends GraphRewriting {

    /** Smaller matrices become scalars rather. */
    private static final int SMALLEST = 6;

    private final Set<Node> readWhole = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> packed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Integer, Indices> triangles = new HashMap<>();

    private TrianglePacking(Simplifier simplifier) {
        super(simplifier);
    }

    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        return new TrianglePacking(simplifier).run(roots);
    }

    /** Returns the operands of which an operation reads the lower triangle alone, whether it is packed or not. */
    private static Set<Integer> triangles(Op op) {
        if (op instanceof Cholesky || op instanceof LogDeterminant || op instanceof QuadraticForm) {
            return Set.of(0);
        }
        return op instanceof CholeskyAdjoint ? Set.of(2) : Set.of();
    }

    private List<Node> run(List<Node> roots) {
        List<Node> order = Topology.sort(roots);
        readWhole.addAll(roots);
        for (int i = order.size() - 1; i >= 0; i--) {
            decide(order.get(i));
        }
        return packed.isEmpty() ? roots : rewrite(roots, order);
    }

    /** Decides on a node after all that use it. */
    private void decide(Node node) {
        boolean isPacked = !readWhole.contains(node) && isPackable(node);
        if (isPacked) {
            packed.add(node);
        }
        Set<Integer> triangles = triangles(node.op());
        for (int k = 0; k < node.inputs().size(); k++) {
            boolean asTriangle = triangles.contains(k) || (isPacked && node.op() instanceof ElementwiseOp);
            if (!asTriangle) {
                readWhole.add(node.input(k));
            }
        }
    }

    private static boolean isPackable(Node node) {
        Shape shape = node.shape();
        if (shape.rank() != 2 || shape.dimension(0) != shape.dimension(1) || shape.dimension(0) < SMALLEST) {
            return false;
        }
        return node.op() instanceof ElementwiseOp
                || node.op() instanceof Broadcast
                || (node.op() instanceof Put put && isLower(put.indices(), shape.dimension(0)));
    }

    private static boolean isLower(Indices indices, int n) {
        for (int i = 0; i < indices.size(); i++) {
            if (indices.at(i) % n > indices.at(i) / n) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        return packed.contains(node) ? pack(node) : null;
    }

    private Indices triangle(int n) {
        return triangles.computeIfAbsent(n, Matrices::lowerIndices);
    }

    private Node pack(Node node) {
        int n = node.shape().dimension(0);
        Indices triangle = triangle(n);
        Shape shape = Shape.of(triangle.size());
        if (node.op() instanceof Put put) {
            int[] places = new int[put.indices().size()];
            Arrays.setAll(places, i -> {
                int row = put.indices().at(i) / n;
                return row * (row + 1) / 2 + put.indices().at(i) % n;
            });
            return simplifier.make(new Put(Indices.of(places), shape), result(node.input(0)));
        }
        if (node.op() instanceof Broadcast broadcast) {
            Node source = result(node.input(0));
            if (source.size() == 1) {
                return simplifier.make(new Broadcast(shape), simplifier.make(new Reshape(Shape.SCALAR), source));
            }
            int[] places = new int[triangle.size()];
            Arrays.setAll(places, i -> broadcast.sourceIndex(source.shape(), triangle.at(i)));
            return simplifier.make(new Take(Indices.of(places), shape), source);
        }
        List<Node> operands = new ArrayList<>();
        for (Node input : node.inputs()) {
            operands.add(
                    packed.contains(input) ? result(input) : simplifier.make(new Take(triangle, shape), result(input)));
        }
        return simplifier.make(node.op(), operands);
    }
}
