package org.ppl4j.compile.fold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;

/** Computes some elements of tensors, the same of all: what is computed element by element is so for these alone. */
final class RowsOf {

    private final Indices rows;
    private final Shape shape;
    private final Simplifier simplifier;
    private final Map<Node, Node> known = new IdentityHashMap<>();

    /** The terms of the chosen rows in what was last reduced over its last axes, and over its first ones. */
    private @Nullable RowsOf trailing;

    private @Nullable RowsOf leading;

    /**
     * Chooses elements.
     *
     * @param rows the elements, in the order of memory
     */
    RowsOf(Indices rows, Simplifier simplifier) {
        this.rows = rows;
        this.shape = Shape.of(rows.size());
        this.simplifier = simplifier;
    }

    /** Returns the elements of a node, as a vector. */
    Node of(Node node) {
        return of(node, 0);
    }

    /** Returns the sum of all elements of vectors. */
    static Node total(List<Node> vectors, Simplifier simplifier) {
        Node total = null;
        for (Node vector : vectors) {
            Node sum = simplifier.make(new Sum(List.of(0)), vector);
            total = total == null ? sum : simplifier.make(new Add(), total, sum);
        }
        return Objects.requireNonNull(total);
    }

    /** Returns what a node is computed from row by row, the node first, in a fixed order. */
    static Set<Node> computed(Node root) {
        Set<Node> met = new LinkedHashSet<>();
        Deque<Node> pending = new ArrayDeque<>(List.of(root));
        while (!pending.isEmpty()) {
            Node node = pending.pop();
            if (node.size() == root.size() && DataChoice.isRowByRow(node) && met.add(node)) {
                pending.addAll(node.inputs());
            }
        }
        return met;
    }

    private Node of(Node node, int depth) {
        Node before = known.get(node);
        if (before == null) {
            before = make(node, depth);
            known.put(node, before);
        }
        return before;
    }

    private Node make(Node node, int depth) {
        Node scalar = Simplifier.scalarOf(node);
        if (scalar != null) {
            return simplifier.make(new Broadcast(shape), scalar);
        }
        if (Interner.isConstant(node)) {
            return ofConstant(node);
        }
        if (depth == FactorFinder.DEEPEST) {
            return picked(node, rows);
        }
        if (node.op() instanceof Select) {
            Node condition = Simplifier.scalarOf(of(node.input(0), depth + 1));
            if (condition != null && Interner.isConstant(condition)) {
                return of(node.input(condition.isConstant(0) ? 2 : 1), depth + 1);
            }
        }
        if (node.op() instanceof ElementwiseOp) {
            List<Node> operands = new ArrayList<>();
            for (Node input : node.inputs()) {
                operands.add(of(input, depth + 1));
            }
            return simplifier.make(node.op(), operands);
        }
        if (node.op() instanceof Reshape) {
            return of(node.input(0), depth + 1);
        }
        if (Access.isView(node)) {
            Access access = Access.throughViews(node);
            return access.kind() == Access.Kind.INDEXED
                    ? ofPicked(access.base(), within(access.indices()), depth)
                    : of(access.base(), depth + 1);
        }
        if (node.op() instanceof Concatenate) {
            return ofJoined(node, depth);
        }
        if (node.op() instanceof Sum sum) {
            return ofReduction(node, sum.axes(), new Sum(List.of(1)));
        }
        if (node.op() instanceof MaximumOver largest) {
            return ofReduction(node, largest.axes(), new MaximumOver(List.of(1)));
        }
        return node.op() instanceof MatrixMultiply product ? ofProduct(node, product) : picked(node, rows);
    }

    /** Returns elements of what is reduced over the first axes, or over the last ones. */
    private Node ofReduction(Node node, List<Integer> axes, Op byRow) {
        Node operand = node.input(0);
        Sum order = new Sum(axes);
        int terms = operand.size() / node.size();
        boolean isTrailing = order.isTrailing(operand.shape());
        if (!isTrailing && !order.isLeading()) {
            return picked(node, rows);
        }
        RowsOf all = isTrailing ? trailing : leading;
        if (all == null || all.rows.size() != rows.size() * terms) {
            int[] places = new int[rows.size() * terms];
            for (int k = 0; k < places.length; k++) {
                int row = rows.at(k / terms);
                int term = k % terms;
                places[k] = isTrailing ? row * terms + term : term * node.size() + row;
            }
            all = new RowsOf(Indices.of(places), simplifier);
            trailing = isTrailing ? all : trailing;
            leading = isTrailing ? leading : all;
        }
        Node matrix = simplifier.make(new Reshape(Shape.of(rows.size(), terms)), all.of(operand));
        return simplifier.make(byRow, matrix);
    }

    /** Returns elements of what was put together: those of one part, if they are all of that. */
    private Node ofJoined(Node node, int depth) {
        int start = 0;
        for (Node part : node.inputs()) {
            int[] places = new int[rows.size()];
            boolean isInside = true;
            for (int k = 0; k < places.length; k++) {
                places[k] = rows.at(k) - start;
                isInside &= places[k] >= 0 && places[k] < part.size();
            }
            if (isInside) {
                return new RowsOf(Indices.of(places), simplifier).of(part, depth + 1);
            }
            start += part.size();
        }
        return picked(node, rows);
    }

    /** Returns elements of a tensor; those of a stretch of arithmetic as the arithmetic of stretches, of what was put together those of a part. */
    private Node ofPicked(Node base, Indices places, int depth) {
        if (base.op() instanceof Concatenate) {
            return new RowsOf(places, simplifier).of(base, depth + 1);
        }
        boolean isStretch = places.equals(Indices.range(places.size(), places.at(0), 1));
        return isStretch && Operations.isArithmetic(base.op())
                ? new RowsOf(places, simplifier).of(base, depth + 1)
                : picked(base, places);
    }

    private Node picked(Node base, Indices places) {
        if (places.equals(Indices.range(places.size(), places.at(0), 0))) {
            Node element = simplifier.make(new Take(Indices.range(1, places.at(0), 1), Shape.SCALAR), base);
            return simplifier.make(new Broadcast(shape), element);
        }
        return simplifier.make(new Take(places, shape), base);
    }

    private Indices within(Indices places) {
        int[] result = new int[rows.size()];
        Arrays.setAll(result, k -> places.at(rows.at(k)));
        return Indices.of(result);
    }

    /** Returns elements of a constant: one number for all of them if they are equal. */
    private Node ofConstant(Node node) {
        double[] values = Objects.requireNonNull(node.cachedValue());
        double first = values[rows.at(0)];
        for (int k = 1; k < rows.size(); k++) {
            if (Double.doubleToRawLongBits(values[rows.at(k)]) != Double.doubleToRawLongBits(first)) {
                return picked(node, rows);
            }
        }
        return simplifier.make(new Broadcast(shape), simplifier.constant(first));
    }

    /** Returns elements of one column of a product with data as the product of some rows of the data and a vector. */
    private Node ofProduct(Node node, MatrixMultiply product) {
        Node data = node.input(0);
        int columns = node.shape().dimension(1);
        int column = rows.at(0) % columns;
        for (int k = 1; k < rows.size(); k++) {
            if (rows.at(k) % columns != column) {
                return picked(node, rows);
            }
        }
        int all = node.shape().dimension(0);
        boolean isWhole = rows.equals(Indices.range(all, column, columns));
        if (simplifier.interner().dependsOnVariables(data) || (!isWhole && !Interner.isConstant(data))) {
            return picked(node, rows);
        }
        int inner = data.size() / all;
        Node matrix = isWhole ? data : someRows(data, columns, product.transposeLeft(), inner);
        Node vector = node.input(1);
        if (columns > 1) {
            Indices places = product.transposeRight()
                    ? Indices.range(inner, column * inner, 1)
                    : Indices.range(inner, column, columns);
            vector = simplifier.make(new Take(places, Shape.of(inner, 1)), vector);
        }
        boolean transposeLeft = isWhole && product.transposeLeft();
        boolean transposeRight = columns == 1 && product.transposeRight();
        Node result = simplifier.make(new MatrixMultiply(transposeLeft, transposeRight), matrix, vector);
        return simplifier.make(new Reshape(shape), result);
    }

    private Node someRows(Node data, int columns, boolean isTransposed, int inner) {
        int all = data.size() / inner;
        int[] places = new int[rows.size() * inner];
        for (int k = 0; k < places.length; k++) {
            int row = rows.at(k / inner) / columns;
            int place = k % inner;
            places[k] = isTransposed ? place * all + row : row * inner + place;
        }
        return simplifier.make(new Take(Indices.of(places), Shape.of(rows.size(), inner)), data);
    }
}
