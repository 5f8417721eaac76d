package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LeastSquares;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;

/**
 * Makes the sum over all rows of the square of a linear predictor's residual from {@link LeastSquares}, statistics of the
 * data: for D coefficients it costs O(D²) for each group of rows that share them, whatever the number of rows.
 */
final class SquareFold {

    /** Up to so many coefficients the arithmetic is written out. */
    private static final int FEW = 16;

    /** Rows times squared coefficients: with more of them, finding the statistics would take minutes. */
    private static final double MOST_WORK = 2e10;

    /** A column of the data: where it lies in an operand; of ones if there is none. */
    private record Column(@Nullable Node operand, Indices elements) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Column that
                    && Objects.equals(operand, that.operand)
                    && elements.equals(that.elements);
        }

        @Override
        public int hashCode() {
            return Objects.hash(operand, elements);
        }
    }

    private static final Column ONES = new Column(null, Indices.range(1, 0, 1));

    private final Separation.Square square;
    private final Factors pairs;
    private final Factors weights;
    private final Partition groups;
    private final Simplifier simplifier;
    private final Map<Column, Node> coefficients = new LinkedHashMap<>();
    private @Nullable Node target;
    private int numbers;

    private SquareFold(
            Separation.Square square, Factors pairs, Factors weights, Partition groups, Simplifier simplifier) {
        this.square = square;
        this.pairs = pairs;
        this.weights = weights;
        this.groups = groups;
        this.simplifier = simplifier;
    }

    /** Returns the fold of a square if it is cheaper than the loop; else null. */
    static @Nullable SquareFold of(Separation.Square square, Simplifier simplifier) {
        int rows = square.sum().size();
        Partition groups = square.factors().refine(Partition.whole(rows));
        int width = 0;
        for (LinearTerm term : square.terms()) {
            groups = term.factors().refine(groups);
            width += term.predictor() != null ? term.predictor().vector().size() : isTarget(term) ? 0 : 1;
        }
        Factors pairs = square.factors().pairs();
        Factors others = square.factors().without(pairs).without(pairs);
        Factors weights = weights(pairs, others, simplifier);
        if (groups == null || weights == null) {
            return null;
        }
        boolean isCheaper = (width + 1.0) * groups.count() <= rows;
        boolean isWritable = width <= FEW || groups.count() == 1;
        return isCheaper && isWritable && isQuick(rows, width)
                ? new SquareFold(square, pairs, weights, groups, simplifier)
                : null;
    }

    /** Whether the statistics of so many rows and columns are found soon. */
    static boolean isQuick(int rows, int width) {
        return (double) rows * width * width <= MOST_WORK;
    }

    private static boolean isTarget(LinearTerm term) {
        return term.predictor() == null && term.factors().isConstant();
    }

    /** Returns the product of the data that the residual is multiplied by before it is squared; null if there is none. */
    private static @Nullable Factors weights(Factors pairs, Factors others, Simplifier simplifier) {
        Factors roots = pairs.ofData();
        for (Node node : others.data()) {
            if (!Interner.isWithin(node, 0, Double.POSITIVE_INFINITY)) {
                return null;
            }
            roots = roots.times(Factors.ofData(simplifier.make(new SquareRoot(), node)));
        }
        return others.divisors().isEmpty() ? roots : null;
    }

    private int rows() {
        return groups.rows();
    }

    /** Returns how many statistics there are, once made. */
    int numbers() {
        return numbers;
    }

    /** Returns the sum. */
    Node make() {
        square.terms().forEach(this::addTerm);
        List<Node> operands = new ArrayList<>();
        LeastSquares op = statistics(operands);
        Node statistics = simplifier.make(op, operands);
        numbers = statistics.size();
        Node sums = coefficients.size() <= FEW ? writtenOut(op, statistics) : inVectors(op, statistics);
        // The root of what the squares are multiplied by stays near one where its square may not.
        Node root = simplifier.apply(new Multiply(), pairs.values(groups, simplifier), part(statistics, op.unit()));
        Node others = square.factors().without(pairs).without(pairs).values(groups, simplifier);
        Node scaled = simplifier.apply(new Multiply(), simplifier.apply(new Multiply(), sums, root), root);
        Node weighted = simplifier.apply(new Multiply(), scaled, others);
        return groups.count() == 1 ? weighted : simplifier.make(new Sum(List.of(0)), weighted);
    }

    private void addTerm(LinearTerm term) {
        Node data = term.factors().rows(simplifier);
        Node value = term.factors().values(groups, simplifier);
        if (term.predictor() != null) {
            addColumns(term.predictor(), data, value);
        } else if (isTarget(term)) {
            Shape shape = Shape.of(rows());
            Node negative = simplifier.make(new Broadcast(shape), simplifier.make(new Negate(), value));
            Node part = data == null ? negative : simplifier.make(new Multiply(), data, negative);
            target = target == null ? part : simplifier.make(new Add(), target, part);
        } else {
            add(data == null ? ONES : column(data), value);
        }
    }

    private void addColumns(Predictor predictor, @Nullable Node data, Node value) {
        for (int j = 0; j < predictor.vector().size(); j++) {
            Indices elements = predictor.column(j, rows());
            Column column = new Column(predictor.matrix(), elements);
            if (data != null) {
                Node plain = simplifier.make(new Take(elements, Shape.of(rows())), predictor.matrix());
                column = column(simplifier.make(new Multiply(), plain, data));
            }
            Node element = simplifier.make(new Take(Indices.range(1, j, 1), Shape.SCALAR), predictor.vector());
            add(column, simplifier.apply(new Multiply(), element, value));
        }
    }

    private void add(Column column, Node coefficient) {
        Node before = coefficients.get(column);
        coefficients.put(column, before == null ? coefficient : simplifier.apply(new Add(), before, coefficient));
    }

    /** Returns where a data node is found, without copying it if it is evenly spaced in another. */
    private static Column column(Node node) {
        Access access = Access.throughViews(node);
        boolean isPart =
                access.kind() != Access.Kind.REPEATED && access.indices().isRange();
        return isPart
                ? new Column(access.base(), access.indices())
                : new Column(node, Indices.range(node.size(), 0, 1));
    }

    private LeastSquares statistics(List<Node> operands) {
        List<LeastSquares.Column> columns = new ArrayList<>();
        for (Column column : coefficients.keySet()) {
            if (!column.equals(ONES)) {
                columns.add(placed(column, operands));
            }
        }
        Node weight = weights.rows(simplifier);
        return new LeastSquares(
                columns,
                coefficients.containsKey(ONES),
                target == null ? null : placed(column(target), operands),
                weight == null ? null : placed(column(weight), operands),
                groups.labels(),
                groups.count());
    }

    private static LeastSquares.Column placed(Column column, List<Node> operands) {
        Node operand = java.util.Objects.requireNonNull(column.operand);
        int place = operands.indexOf(operand);
        if (place < 0) {
            place = operands.size();
            operands.add(operand);
        }
        return new LeastSquares.Column(place, column.elements);
    }

    /** Returns the coefficients, that of the constant column first. */
    private List<Node> ordered() {
        List<Node> ordered = new ArrayList<>();
        coefficients.forEach((column, value) -> ordered.add(column.equals(ONES) ? 0 : ordered.size(), value));
        return ordered;
    }

    /** Returns the sum of squares of each group, in scalars or in vectors over the groups. */
    private Node writtenOut(LeastSquares op, Node numbers) {
        List<Node> moved = ordered();
        if (target != null) {
            for (int k = 0; k < moved.size(); k++) {
                moved.set(k, simplifier.apply(new Subtract(), moved.get(k), part(numbers, op.shift(k))));
            }
        }
        for (int k = 1; op.hasConstant() && k < moved.size(); k++) {
            moved.set(0, plusProduct(moved.get(0), part(numbers, op.centre(k)), moved.get(k)));
        }
        Node total = target == null ? null : part(numbers, op.rest());
        for (int row = 0; row < moved.size(); row++) {
            Node start = target == null ? null : simplifier.make(new Negate(), part(numbers, op.projection(row)));
            Node sum = plusProduct(start, part(numbers, op.factor(row, row)), moved.get(row));
            for (int k = row + 1; k < moved.size(); k++) {
                sum = plusProduct(sum, part(numbers, op.factor(row, k)), moved.get(k));
            }
            total = plusProduct(total, sum, sum);
        }
        return java.util.Objects.requireNonNull(total);
    }

    private Node plusProduct(@Nullable Node sum, Node left, Node right) {
        Node product = simplifier.apply(new Multiply(), left, right);
        return sum == null ? product : simplifier.apply(new Add(), sum, product);
    }

    /** Returns one of the numbers: one a group, or a scalar if there is one group. */
    private Node part(Node numbers, int part) {
        int count = groups.count();
        Shape shape = count == 1 ? Shape.SCALAR : Shape.of(count);
        return simplifier.make(new Take(Indices.range(count, part * count, 1), shape), numbers);
    }

    /** Returns the sum of squares of the only group, in matrix products. */
    private Node inVectors(LeastSquares op, Node numbers) {
        int size = coefficients.size();
        Node moved = simplifier.make(new Concatenate(), ordered());
        if (target != null) {
            moved = simplifier.make(new Subtract(), moved, parts(numbers, op.shift(0), size));
        }
        if (op.hasConstant()) {
            Node others = simplifier.make(new Take(Indices.range(size - 1, 1, 1), Shape.of(size - 1)), moved);
            Node products = simplifier.make(new Multiply(), others, parts(numbers, op.centre(1), size - 1));
            Node first = simplifier.make(new Take(Indices.range(1, 0, 1), Shape.SCALAR), moved);
            Node mean = simplifier.make(new Add(), first, simplifier.make(new Sum(List.of(0)), products));
            moved = simplifier.make(new Concatenate(), mean, others);
        }
        int[] places = new int[size * (size + 1) / 2];
        for (int row = 0; row < size; row++) {
            for (int k = row; k < size; k++) {
                places[op.factor(row, k) - op.factor(0, 0)] = row * size + k;
            }
        }
        Node factor = simplifier.make(
                new Put(Indices.of(places), Shape.of(size, size)), parts(numbers, op.factor(0, 0), places.length));
        Node column = simplifier.make(new Reshape(Shape.of(size, 1)), moved);
        Node image = simplifier.make(
                new Reshape(Shape.of(size)), simplifier.make(new MatrixMultiply(false, false), factor, column));
        if (target == null) {
            return sumOfSquares(image);
        }
        Node rest = simplifier.make(new Subtract(), image, parts(numbers, op.projection(0), size));
        return simplifier.make(new Add(), sumOfSquares(rest), part(numbers, op.rest()));
    }

    private Node sumOfSquares(Node vector) {
        return simplifier.make(new Sum(List.of(0)), simplifier.make(new Multiply(), vector, vector));
    }

    private Node parts(Node numbers, int first, int count) {
        return simplifier.make(new Take(Indices.range(count, first, 1), Shape.of(count)), numbers);
    }
}
