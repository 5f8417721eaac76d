package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.SmallMatrices;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.LogDeterminant;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.QuadraticForm;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.TriangularSolve;

/**
 * Solutions by small triangular matrices, as densities of vectors of a few elements have, are computed row by row, each row
 * as an operation on vectors over all right sides: these, and their derivatives, join the loops around them, and the sums of
 * their squares may fold into statistics. Of the matrices nothing but single elements is needed.
 */
public final class SmallSolutions extends GraphRewriting {

    /** Larger matrices have more elements than a loop has registers for them and for the sums of their derivatives. */
    private static final int MOST_ROWS = 4;

    /** Solutions, and what is computed of them element by element. */
    private final Set<Node> inRows = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Cholesky factors of which elements are read, each with these: NaN from where there is none on, but not before. */
    private final Map<Node, Node[][]> factors = new IdentityHashMap<>();

    /** How often the squares of solutions are summed: nothing else is done with a solution that is used as often. */
    private final NodeMap<Integer> summed = new NodeMap<>();

    private final NodeMap<Integer> uses;
    private final SmallMatrices small;

    private SmallSolutions(NodeMap<Integer> uses, Simplifier simplifier) {
        super(simplifier);
        this.uses = uses;
        this.small = SmallMatrices.simplified(simplifier);
    }

    /**
     * Returns a graph with such solutions in rows.
     *
     * @param roots the graph's roots, simplified
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        SmallSolutions pass = new SmallSolutions(Topology.uses(roots, order), simplifier);
        for (Node node : order) {
            pass.find(node);
        }
        return pass.inRows.isEmpty() ? roots : pass.rewrite(roots, order);
    }

    private void find(Node node) {
        if (node.op() instanceof TriangularSolve) {
            Node factor = node.input(0);
            if (factor.shape().dimension(0) <= MOST_ROWS) {
                inRows.add(node);
                if (factor.op() instanceof Cholesky && factor.input(0).shape().equals(factor.shape())) {
                    factors.put(factor, new Node[0][]);
                }
            }
        } else if (node.op() instanceof QuadraticForm) {
            summed.put(node.input(3), summed.getOrDefault(node.input(3), 0) + 1);
        } else if (node.op() instanceof ElementwiseOp && node.inputs().stream().anyMatch(inRows::contains)) {
            inRows.add(node);
        }
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        Op op = node.op();
        if (factors.containsKey(node)) {
            return factor(node);
        }
        if (inRows.contains(node)) {
            return joined(op instanceof TriangularSolve solve ? solved(node, solve) : elementwise(node), node.shape());
        }
        if (op instanceof Sum sum && inRows.contains(node.input(0))) {
            return sum(sum, rows(node.input(0)), node.shape());
        }
        if (op instanceof QuadraticForm && inRows.contains(node.input(3))) {
            List<Node> squares = new ArrayList<>();
            for (Node row : rows(node.input(3))) {
                squares.add(simplifier.make(new Multiply(), row, row));
            }
            return sum(new Sum(List.of(0, 1)), squares, node.shape());
        }
        return op instanceof LogDeterminant && factors.containsKey(node.input(1))
                ? logDeterminant(node.input(1))
                : null;
    }

    /** Returns a factor: as it is as a whole, all NaN if the matrix is not positive definite. */
    private Node factor(Node node) {
        Node[][] factor = small.factor(small.elements(result(node.input(0))));
        factors.put(node, factor);
        Node last = factor[factor.length - 1][factor.length - 1];
        List<Node> elements = new ArrayList<>();
        for (Node[] row : factor) {
            for (Node element : row) {
                elements.add(element == last ? element : small.orNaN(last, element));
            }
        }
        return joined(elements, node.shape());
    }

    private Node logDeterminant(Node factor) {
        Node[][] elements = Objects.requireNonNull(factors.get(factor));
        List<Node> logarithms = new ArrayList<>();
        for (int i = 0; i < elements.length; i++) {
            logarithms.add(simplifier.make(new Log(), elements[i][i]));
        }
        return simplifier.make(new Multiply(), total(logarithms), simplifier.constant(2));
    }

    /** Returns a factor's elements; for a sum over the whole solution it does not matter which of them are NaN if there is none. */
    private Node[][] factorOf(Node solution) {
        Node factor = solution.input(0);
        Node[][] elements = factors.get(factor);
        boolean isSummed = uses.getOrDefault(solution, 0).equals(summed.getOrDefault(solution, 0));
        return elements == null || !isSummed ? small.elements(result(factor)) : elements;
    }

    private List<Node> solved(Node node, TriangularSolve solve) {
        List<Node> rows = rows(node.input(1));
        Node[][] right = new Node[rows.size()][];
        for (int i = 0; i < right.length; i++) {
            right[i] = new Node[] {rows.get(i)};
        }
        List<Node> solution = new ArrayList<>();
        for (Node[] row : small.solved(factorOf(node), right, solve.transposed())) {
            solution.add(row[0]);
        }
        return solution;
    }

    private List<Node> elementwise(Node node) {
        List<List<Node>> operands = new ArrayList<>();
        for (Node input : node.inputs()) {
            operands.add(rows(input));
        }
        List<Node> rows = new ArrayList<>();
        for (int i = 0; i < operands.get(0).size(); i++) {
            int row = i;
            rows.add(simplifier.make(
                    node.op(), operands.stream().map(each -> each.get(row)).toList()));
        }
        return rows;
    }

    private Node sum(Sum sum, List<Node> rows, Shape shape) {
        if (sum.axes().equals(List.of(0))) {
            return simplifier.make(new Reshape(shape), total(rows));
        }
        List<Node> sums = new ArrayList<>();
        for (Node row : rows) {
            sums.add(simplifier.make(new Sum(List.of(0)), row));
        }
        return sum.axes().equals(List.of(1)) ? joined(sums, shape) : total(sums);
    }

    private Node total(List<Node> terms) {
        Node total = null;
        for (Node term : terms) {
            total = total == null ? term : simplifier.make(new Add(), total, term);
        }
        return Objects.requireNonNull(total);
    }

    /** Returns the rows of what a matrix has become, each a vector; of a transposed one, the columns of what was computed. */
    private List<Node> rows(Node matrix) {
        Node result = result(matrix);
        int count = matrix.shape().dimension(0);
        int columns = matrix.shape().dimension(1);
        Access access = Access.isView(result) ? Access.throughViews(result) : null;
        boolean isTransposed = access != null
                && access.base().size() == result.size()
                && access.indices().equals(Indices.transposed(columns, count));
        Node source = access != null && isTransposed ? access.base() : result;
        List<Node> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Indices elements = Indices.range(columns, isTransposed ? i : i * columns, isTransposed ? count : 1);
            rows.add(new RowsOf(elements, simplifier).of(source));
        }
        return rows;
    }

    private Node joined(List<Node> parts, Shape shape) {
        return simplifier.make(new Reshape(shape), simplifier.make(new Concatenate(), parts));
    }
}
