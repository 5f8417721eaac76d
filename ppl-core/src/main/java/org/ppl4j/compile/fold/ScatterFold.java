package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Replacement;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LeastSquares;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.QuadraticForm;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.TriangularSolve;

/**
 * Folds sums of squares of solutions of {@code L x = y - m} over many rows y of data, as normal vectors with one mean and one
 * covariance have: a few right sides, one more than there are elements in a row, have the same sum of squares, whatever L
 * and m are.
 *
 * <p>They are the columns of Rᵀ without its first row, R being the triangular factor of the rows {@code [1, y - c]} around
 * their centre c ({@link LeastSquares}); and the first of them has R₀₀ (c - m) added.
 */
public final class ScatterFold {

    /** So many times the right sides that take their place must be there. */
    private static final int WORTHWHILE = 2;

    private final Simplifier simplifier;
    private final NodeMap<List<Node>> users = new NodeMap<>();
    private final NodeMap<Boolean> kept = new NodeMap<>();
    private final Map<Node, Node> replacements = new IdentityHashMap<>();

    private ScatterFold(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /**
     * Returns nodes with such sums replaced.
     *
     * @param roots simplified nodes
     * @param notes receives a line for each solution whose squares are summed
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        ScatterFold pass = new ScatterFold(simplifier);
        List<Node> solutions = new ArrayList<>();
        for (Node node : order) {
            if (node.op() instanceof TriangularSolve solve && !solve.transposed()) {
                solutions.add(node);
            }
        }
        if (solutions.isEmpty()) {
            return roots;
        }
        for (Node root : roots) {
            pass.kept.put(root, true);
        }
        for (Node node : order) {
            pass.users.put(node, new ArrayList<>());
            for (Node input : node.inputs()) {
                Objects.requireNonNull(pass.users.get(input)).add(node);
            }
        }
        for (Node solution : solutions) {
            pass.fold(solution, notes);
        }
        return pass.replacements.isEmpty()
                ? roots
                : Replacement.apply(roots, order, pass.replacements::get, simplifier);
    }

    private void fold(Node solution, List<String> notes) {
        int rows = solution.shape().dimension(1);
        int right = solution.shape().dimension(0) + 1;
        List<Node> sums = new ArrayList<>();
        boolean pays = rows >= WORTHWHILE * right && SquareFold.isQuick(rows, right);
        if (!pays || !areSquaresSummed(solution, solution, false, sums) || sums.isEmpty()) {
            return;
        }
        Residual residual = Residual.of(solution.input(1), simplifier);
        if (residual == null) {
            return;
        }
        Node few = residual.fold(simplifier);
        Node solved = simplifier.make(new TriangularSolve(false), solution.input(0), few);
        Node squares = simplifier.make(new Multiply(), solved, solved);
        for (Node sum : sums) {
            replacements.put(
                    sum,
                    sum.op() instanceof QuadraticForm form
                            ? simplifier.make(form, List.of(sum.input(0), sum.input(1), few, solved))
                            : simplifier.make(new Sum(List.of(0, 1)), squares));
        }
        notes.add(Simplifier.folded(solution.size(), few.size(), solution.origin()));
    }

    /** Whether a node is used in nothing but sums of the squares of all of its elements; finds these. */
    private boolean areSquaresSummed(Node node, Node solution, boolean squared, List<Node> sums) {
        if (kept.containsKey(node)) {
            return false;
        }
        for (Node user : Objects.requireNonNull(users.get(node))) {
            boolean same;
            if (squared && user.op() instanceof Sum && user.size() == 1) {
                sums.add(user);
                same = true;
            } else if (!squared && user.op() instanceof QuadraticForm) {
                sums.add(user);
                same = node == solution && user.input(3) == node && user.input(2) == solution.input(1);
            } else if (!squared && user.op() instanceof Multiply) {
                same = user.input(0) == user.input(1) && areSquaresSummed(user, solution, true, sums);
            } else {
                boolean goesOn = isRearranged(user) || (squared && user.op() instanceof Sum);
                same = goesOn && areSquaresSummed(user, solution, squared, sums);
            }
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Whether a node has its operand's elements, each once. */
    private static boolean isRearranged(Node node) {
        if (node.op() instanceof Reshape) {
            return true;
        }
        if (!(node.op() instanceof Take take) || node.size() != node.input(0).size()) {
            return false;
        }
        boolean[] taken = new boolean[node.size()];
        for (int i = 0; i < taken.length; i++) {
            if (taken[take.indices().at(i)]) {
                return false;
            }
            taken[take.indices().at(i)] = true;
        }
        return true;
    }

    /**
     * Right sides that are data plus or less a vector, or a vector less data.
     *
     * @param shape a row for each element, a column for each row of the data
     * @param data has the data
     * @param places the element of the data for each of the right sides
     * @param vector the vector, or null for none
     * @param isAdded whether the vector is added
     */
    private record Residual(
            Shape shape,
            Node data,
            Indices places,
            @Nullable Node vector,
            boolean isAdded) {

        static @Nullable Residual of(Node right, Simplifier simplifier) {
            Interner interner = simplifier.interner();
            Access access = Access.throughViews(right);
            Node base = access.base();
            if (!interner.dependsOnVariables(base)) {
                return new Residual(right.shape(), base, access.indices(), null, false);
            }
            if (!(base.op() instanceof Subtract) && !(base.op() instanceof Add)) {
                return null;
            }
            boolean dataFirst = interner.dependsOnVariables(base.input(1));
            Node data = base.input(dataFirst ? 0 : 1);
            if (interner.dependsOnVariables(data)) {
                return null;
            }
            Access vector = Access.throughViews(base.input(dataFirst ? 1 : 0));
            int size = right.shape().dimension(0);
            int rows = right.shape().dimension(1);
            int[] elements = new int[size];
            for (int i = 0; i < size; i++) {
                for (int row = 0; row < rows; row++) {
                    int place = access.indices().at(i * rows + row);
                    int element = vector.indices().at(vector.isScalar() ? 0 : place);
                    if (row > 0 && element != elements[i]) {
                        return null;
                    }
                    elements[i] = element;
                }
            }
            Node taken = simplifier.make(new Take(Indices.of(elements), Shape.of(size)), vector.base());
            return new Residual(right.shape(), data, access.indices(), taken, base.op() instanceof Add);
        }

        /** Returns the few right sides. */
        Node fold(Simplifier simplifier) {
            int size = shape.dimension(0);
            int rows = shape.dimension(1);
            int count = size + 1;
            List<LeastSquares.Column> columns = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int[] column = new int[rows];
                for (int row = 0; row < rows; row++) {
                    column[row] = places.at(i * rows + row);
                }
                columns.add(new LeastSquares.Column(0, Indices.of(column)));
            }
            LeastSquares statistics = new LeastSquares(columns, true, null, null, Indices.range(rows, 0, 0), 1);
            Node numbers = simplifier.make(statistics, List.of(data));
            List<Integer> parts = new ArrayList<>();
            List<Integer> targets = new ArrayList<>();
            int[] first = new int[size];
            for (int i = 0; i < size; i++) {
                first[i] = i * count;
                for (int k = 0; k <= i + 1; k++) {
                    parts.add(statistics.factor(k, i + 1));
                    targets.add(i * count + k);
                }
            }
            Shape result = Shape.of(size, count);
            Node factor =
                    simplifier.make(new Put(indices(targets), result), taken(numbers, indices(parts), simplifier));
            Node centre = taken(numbers, Indices.range(size, statistics.centre(1), 1), simplifier);
            Node moved = centre;
            if (vector != null) {
                moved = simplifier.make(isAdded ? new Add() : new Subtract(), centre, vector);
            }
            Node weight = taken(numbers, Indices.range(size, statistics.factor(0, 0), 0), simplifier);
            Node weighted = simplifier.make(new Multiply(), weight, moved);
            return simplifier.make(new Add(), factor, simplifier.make(new Put(Indices.of(first), result), weighted));
        }

        private static Indices indices(List<Integer> values) {
            return Indices.of(values.stream().mapToInt(Integer::intValue).toArray());
        }

        private static Node taken(Node numbers, Indices indices, Simplifier simplifier) {
            return simplifier.make(new Take(indices, Shape.of(indices.size())), numbers);
        }
    }
}
