package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.SmallMatrices;
import org.ppl4j.compile.rewrite.Unbundling;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.TriangularSolve;

/**
 * Writes Cholesky factors of small matrices, and solutions by such, out as scalars where they are computed at every step of a
 * scan: the rest of the step becomes scalars too then ({@link Recurrences}), and its code is one with theirs. As in a Kalman
 * filter of a few measurements at a time.
 */
public final class SmallFactors {

    private SmallFactors() {}

    /**
     * Returns a graph in which they are written out.
     *
     * @param roots the graph's roots
     * @param notes receives a line for each scan that has some
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        if (!Recurrences.areAmong(order)) {
            return roots;
        }
        NodeMap<Node> changed = new NodeMap<>();
        for (Node node : order) {
            Node result = Substitution.rebuilt(node, changed);
            if (result.op() instanceof Scan scan) {
                ScanBody body = scan.body();
                List<Node> scalars = inScalars(body.results());
                if (!scalars.equals(body.results())) {
                    result = Node.of(scan.withBody(body.withResults(scalars)), result.inputs());
                    result.noteOrigin(node.origin());
                    notes.add(
                            "recurrence: factors of small matrices element by element" + Origin.suffix(node.origin()));
                }
            }
            if (result != node) {
                changed.put(node, result);
            }
        }
        List<Node> results = Substitution.mapped(roots, changed);
        return results.equals(roots) ? roots : simplifier.simplify(results);
    }

    private static List<Node> inScalars(List<Node> body) {
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : Topology.sort(body)) {
            Node rebuilt = Substitution.rebuilt(node, results);
            Node scalars = inScalars(rebuilt);
            if (scalars != null && node.origin() != null) {
                node.origin().noteOn(scalars);
            }
            Node result = scalars == null ? rebuilt : scalars;
            if (result != node) {
                results.put(node, result);
            }
        }
        return Substitution.mapped(body, results);
    }

    /** Returns a factor, or a solution, put together of scalars; null if a node is neither, or not small. */
    private static @Nullable Node inScalars(Node node) {
        Op op = node.op();
        boolean isFactor = op instanceof Cholesky && node.input(0).shape().equals(node.shape());
        if (!(isFactor || op instanceof TriangularSolve)
                || !Unbundling.isApart(node.input(0).shape())
                || !Unbundling.isApart(node.shape())) {
            return null;
        }
        List<Node> elements = new ArrayList<>();
        SmallMatrices small = SmallMatrices.asWritten();
        Node[][] matrix = small.elements(node.input(0));
        Node[][] rows = op instanceof TriangularSolve solve
                ? small.solved(matrix, small.elements(node.input(1)), solve.transposed())
                : small.factor(matrix);
        for (Node[] row : rows) {
            elements.addAll(List.of(row));
        }
        return Nodes.reshape(Node.of(new Concatenate(), elements), node.shape());
    }
}
