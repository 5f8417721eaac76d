package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1p;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Tanh;
import org.ppl4j.graph.Topology;

/**
 * Makes tables of vectors over all combinations of two indices, which a loop in a loop leaves: what is picked by the outer
 * index is the same along a row, what is picked by the inner one along a column, and nothing is picked element by element, nor
 * are its derivatives put back so.
 */
public final class CrossedRows {

    /** Wider tables are not taken apart into columns. */
    private static final int WIDEST = 16;

    /** With more functions in a row its loop is too long to be faster than one that picks. */
    private static final int MOST_FUNCTIONS = 8;

    private final Simplifier simplifier;

    /** For a length of vectors, how wide the tables are. */
    private final Map<Integer, Integer> widths = new HashMap<>();

    private final NodeMap<Node> results = new NodeMap<>();
    private final NodeMap<Node> tables = new NodeMap<>();

    /** What is computed of such picks, element by element. */
    private final NodeMap<Boolean> crossed = new NodeMap<>();

    private CrossedRows(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /**
     * Returns a graph with such vectors as tables.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each length of vectors
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        CrossedRows pass = new CrossedRows(simplifier);
        pass.findWidths(order);
        pass.findCrossed(order);
        if (pass.widths.isEmpty()) {
            return roots;
        }
        pass.widths.forEach((length, width) ->
                notes.add("a table of " + length / width + " by " + width + " of a vector of " + length));
        for (Node node : order) {
            simplifier.locate(node.origin());
            pass.convert(node);
        }
        List<Node> converted = new ArrayList<>();
        for (Node root : roots) {
            converted.add(pass.result(root));
        }
        simplifier.locate(null);
        return converted;
    }

    private void findWidths(List<Node> order) {
        Map<Integer, List<Indices>> picks = new HashMap<>();
        for (Node node : order) {
            if (node.op() instanceof Take take
                    && node.shape().rank() == 1
                    && !take.indices().isRange()) {
                List<Indices> known = picks.get(node.size());
                if (known == null) {
                    known = new ArrayList<>();
                    picks.put(node.size(), known);
                }
                known.add(take.indices());
            }
        }
        for (Map.Entry<Integer, List<Indices>> each : picks.entrySet()) {
            int length = each.getKey();
            for (int width = 2; width <= Math.min(WIDEST, length / 2) && !widths.containsKey(length); width++) {
                if (length % width == 0 && areCrossed(each.getValue(), width)) {
                    widths.put(length, width);
                }
            }
        }
    }

    private static boolean areCrossed(List<Indices> picks, int width) {
        boolean ofRows = false;
        boolean ofColumns = false;
        for (Indices indices : picks) {
            ofRows |= isOfRow(indices, width);
            ofColumns |= isOfColumn(indices, width);
        }
        return ofRows && ofColumns;
    }

    /** Whether all elements of a row pick the same. */
    private static boolean isOfRow(Indices indices, int width) {
        for (int i = 0; i < indices.size(); i++) {
            if (indices.at(i) != indices.at(i - i % width)) {
                return false;
            }
        }
        return true;
    }

    /** Whether all elements of a column pick the same. */
    private static boolean isOfColumn(Indices indices, int width) {
        for (int i = width; i < indices.size(); i++) {
            if (indices.at(i) != indices.at(i - width)) {
                return false;
            }
        }
        return true;
    }

    /** Finds what is computed of picks; leaves out lengths of which that has too many functions. */
    private void findCrossed(List<Node> order) {
        if (widths.isEmpty()) {
            return;
        }
        Map<Integer, Integer> functions = new HashMap<>();
        for (Node node : order) {
            Integer width = node.shape().rank() == 1 ? widths.get(node.size()) : null;
            if (width != null && node.op() instanceof ElementwiseOp && isCrossed(node, width)) {
                crossed.put(node, true);
                functions.put(node.size(), functions.getOrDefault(node.size(), 0) + functionsOf(node.op()));
            }
        }
        for (Map.Entry<Integer, Integer> each : functions.entrySet()) {
            Integer width = widths.get(each.getKey());
            if (width != null && width * each.getValue() > MOST_FUNCTIONS) {
                widths.remove(each.getKey());
            }
        }
    }

    /** Logistic functions and their like are several, and so is what their derivatives take. */
    private static int functionsOf(Op op) {
        boolean isOne = op instanceof Exp || op instanceof Log || op instanceof Log1p || op instanceof Tanh;
        return !Operations.isFunction(op) ? 0 : isOne ? 1 : MOST_FUNCTIONS;
    }

    private void convert(Node node) {
        Integer width = node.shape().rank() == 1 && crossed.containsKey(node) ? widths.get(node.size()) : null;
        if (width != null) {
            List<Node> operands = new ArrayList<>();
            for (Node input : node.inputs()) {
                operands.add(table(input, width));
            }
            tables.put(node, simplifier.make(node.op(), operands));
            return;
        }
        if (node.op() instanceof Sum sum && sum.isFull(node.input(0).shape()) && isTable(node.input(0))) {
            Node table = tables.get(node.input(0));
            results.put(node, simplifier.make(new Sum(List.of(0, 1)), List.of(table)));
            return;
        }
        List<Node> inputs = new ArrayList<>();
        boolean same = true;
        for (Node input : node.inputs()) {
            Node result = result(input);
            inputs.add(result);
            same &= result == input;
        }
        results.put(node, same ? node : simplifier.make(node.op(), inputs));
    }

    private boolean isTable(Node node) {
        return crossed.containsKey(node) && tables.containsKey(node);
    }

    private boolean isCrossed(Node node, int width) {
        for (Node input : node.inputs()) {
            boolean isPicked = input.op() instanceof Take take
                    && (isOfRow(take.indices(), width) || isOfColumn(take.indices(), width));
            if (isPicked || crossed.containsKey(input)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what a node has become, a vector if it was one. */
    private Node result(Node node) {
        Node known = results.get(node);
        if (known == null) {
            known = simplifier.make(new Reshape(node.shape()), List.of(tables.get(node)));
            results.put(node, known);
        }
        return known;
    }

    private Node table(Node vector, int width) {
        Node known = tables.get(vector);
        if (known == null) {
            known = newTable(vector, Shape.of(vector.size() / width, width));
            tables.put(vector, known);
        }
        return known;
    }

    private Node newTable(Node vector, Shape shape) {
        if (vector.op() instanceof Broadcast && vector.input(0).size() == 1) {
            Node scalar = simplifier.make(new Reshape(Shape.SCALAR), List.of(result(vector.input(0))));
            return simplifier.make(new Broadcast(shape), List.of(scalar));
        }
        if (!(vector.op() instanceof Take take)) {
            return simplifier.make(new Reshape(shape), List.of(result(vector)));
        }
        Node source = result(vector.input(0));
        Node picked = picked(take.indices(), source, shape);
        return picked == null
                ? simplifier.make(new Take(take.indices(), shape), List.of(source))
                : simplifier.make(new Broadcast(shape), List.of(picked));
    }

    /** Returns what is picked for all of a row, or of a column; null if each element has its own. */
    private @Nullable Node picked(Indices indices, Node source, Shape shape) {
        int rows = shape.dimension(0);
        int width = shape.dimension(1);
        if (isOfRow(indices, width)) {
            int[] places = new int[rows];
            for (int i = 0; i < rows; i++) {
                places[i] = indices.at(i * width);
            }
            return simplifier.make(new Take(Indices.of(places), Shape.of(rows, 1)), List.of(source));
        }
        if (!isOfColumn(indices, width)) {
            return null;
        }
        int[] places = new int[width];
        for (int j = 0; j < width; j++) {
            places[j] = indices.at(j);
        }
        return simplifier.make(new Take(Indices.of(places), Shape.of(width)), List.of(source));
    }
}
