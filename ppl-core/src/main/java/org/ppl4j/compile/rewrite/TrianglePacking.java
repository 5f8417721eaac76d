package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Matrices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Computes of a matrix only the lower triangle, packed into a vector, if nothing more of it is read: of a covariance, say,
 * that is made element by element for a Cholesky factor, half of the exponentials; and of its adjoint as much.
 */
public final class TrianglePacking extends GraphRewriting {

    private final Set<Node> packed;
    private final Map<Integer, Indices> triangles = new HashMap<>();

    private TrianglePacking(Set<Node> packed, Simplifier simplifier) {
        super(simplifier);
        this.packed = packed;
    }

    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        Set<Node> packed = TriangleReads.find(roots, order, TrianglePacking::isPackable);
        return packed.isEmpty() ? roots : new TrianglePacking(packed, simplifier).rewrite(roots, order);
    }

    private static boolean isPackable(Node node) {
        return node.op() instanceof ElementwiseOp
                || node.op() instanceof Broadcast
                || node.op() instanceof Take
                || (node.op() instanceof Put put
                        && isLower(put.indices(), node.shape().dimension(0)));
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
        if (node.op() instanceof Take take) {
            int[] places = new int[triangle.size()];
            Arrays.setAll(places, i -> take.indices().at(triangle.at(i)));
            return simplifier.make(new Take(Indices.of(places), shape), result(node.input(0)));
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
