package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.Unbundling;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SquareRoot;
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
        Node[][] rows = op instanceof TriangularSolve solve
                ? solved(node, solve.transposed())
                : factor(elements(node.input(0)));
        for (Node[] row : rows) {
            elements.addAll(List.of(row));
        }
        return Nodes.reshape(Node.of(new Concatenate(), elements), node.shape());
    }

    private static Node[][] elements(Node matrix) {
        int columns = matrix.shape().dimension(1);
        Node[][] elements = new Node[matrix.shape().dimension(0)][columns];
        for (int i = 0; i < elements.length; i++) {
            for (int j = 0; j < columns; j++) {
                elements[i][j] = Nodes.take(matrix, Shape.SCALAR, Indices.range(1, i * columns + j, 1));
            }
        }
        return elements;
    }

    /** Returns the lower factor, row by row; NaN from where a matrix turns out not to be positive definite on. */
    private static Node[][] factor(Node[][] matrix) {
        int n = matrix.length;
        Node[][] factor = new Node[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (j > i) {
                    factor[i][j] = Nodes.constant(0);
                    continue;
                }
                Node left = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    left = Nodes.subtract(left, Nodes.multiply(factor[i][k], factor[j][k]));
                }
                factor[i][j] = i == j ? root(left) : Nodes.divide(left, factor[j][j]);
            }
        }
        return factor;
    }

    private static Node root(Node pivot) {
        Node isPositive = Node.of(new LessThan(), Nodes.constant(0), pivot);
        return Nodes.select(isPositive, Node.of(new SquareRoot(), pivot), Nodes.constant(Double.NaN));
    }

    /** Returns the solution by a lower matrix, row after row, or by its transpose from the last row on. */
    private static Node[][] solved(Node node, boolean transposed) {
        Node[][] factor = elements(node.input(0));
        Node[][] right = elements(node.input(1));
        int n = factor.length;
        for (int step = 0; step < n; step++) {
            int i = transposed ? n - 1 - step : step;
            for (int column = 0; column < right[i].length; column++) {
                Node left = right[i][column];
                for (int before = 0; before < step; before++) {
                    int k = transposed ? n - 1 - before : before;
                    Node coefficient = transposed ? factor[k][i] : factor[i][k];
                    left = Nodes.subtract(left, Nodes.multiply(coefficient, right[k][column]));
                }
                right[i][column] = Nodes.divide(left, factor[i][i]);
            }
        }
        return right;
    }
}
