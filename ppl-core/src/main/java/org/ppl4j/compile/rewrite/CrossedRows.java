package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** For a length of vectors, what tables they become. */
    private final Map<Integer, Grid> grids = new HashMap<>();

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
        pass.findGrids(order);
        pass.findCrossed(order);
        if (pass.grids.isEmpty()) {
            return roots;
        }
        for (Map.Entry<Integer, Grid> each : pass.grids.entrySet()) {
            Grid grid = each.getValue();
            notes.add("a table of " + grid.rows() + " by " + grid.width() + " of a vector of " + each.getKey());
        }
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

    private void findGrids(List<Node> order) {
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
            for (int width = 2; width <= Math.min(WIDEST, length / 2) && !grids.containsKey(length); width++) {
                for (boolean rowAfterRow : new boolean[] {true, false}) {
                    Grid grid = new Grid(length / width, width, rowAfterRow);
                    if (length % width == 0 && areCrossed(each.getValue(), grid)) {
                        grids.put(length, grid);
                    }
                }
            }
        }
    }

    private static boolean areCrossed(List<Indices> picks, Grid grid) {
        boolean ofRows = false;
        boolean ofColumns = false;
        for (Indices indices : picks) {
            ofRows |= grid.isOfRow(indices);
            ofColumns |= grid.isOfColumn(indices);
        }
        return ofRows && ofColumns;
    }

    /** Finds what is computed of picks; leaves out lengths of which that has too many functions. */
    private void findCrossed(List<Node> order) {
        if (grids.isEmpty()) {
            return;
        }
        Map<Integer, Integer> functions = new HashMap<>();
        for (Node node : order) {
            Grid grid = grid(node);
            if (grid != null && node.op() instanceof ElementwiseOp && isCrossed(node, grid)) {
                crossed.put(node, true);
                functions.put(node.size(), functions.getOrDefault(node.size(), 0) + functionsOf(node.op()));
            }
        }
        for (Map.Entry<Integer, Integer> each : functions.entrySet()) {
            Grid grid = grids.get(each.getKey());
            if (grid != null && grid.width() * each.getValue() > MOST_FUNCTIONS) {
                grids.remove(each.getKey());
            }
        }
    }

    /** Logistic functions and their like are several, and so is what their derivatives take. */
    private static int functionsOf(Op op) {
        boolean isOne = op instanceof Exp || op instanceof Log || op instanceof Log1p || op instanceof Tanh;
        return !Operations.isFunction(op) ? 0 : isOne ? 1 : MOST_FUNCTIONS;
    }

    private void convert(Node node) {
        Grid grid = crossed.containsKey(node) ? grid(node) : null;
        if (grid != null) {
            List<Node> operands = new ArrayList<>();
            for (Node input : node.inputs()) {
                operands.add(table(input, grid));
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

    /** Returns the table that a node is to become, null if it is no vector of such a length. */
    private @Nullable Grid grid(Node node) {
        return node.shape().rank() == 1 ? grids.get(node.size()) : null;
    }

    private static boolean isCrossedPick(Node node, Grid grid) {
        return node.op() instanceof Take take && (grid.isOfRow(take.indices()) || grid.isOfColumn(take.indices()));
    }

    private boolean isCrossed(Node node, Grid grid) {
        for (Node input : node.inputs()) {
            if (isCrossedPick(input, grid) || crossed.containsKey(input)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what a node has become, a vector if it was one. */
    private Node result(Node node) {
        Node known = results.get(node);
        if (known == null) {
            Grid grid = Objects.requireNonNull(grid(node));
            Op back = grid.rowAfterRow() ? new Reshape(node.shape()) : new Take(grid.ofVector(), node.shape());
            known = simplifier.make(back, List.of(Objects.requireNonNull(tables.get(node))));
            results.put(node, known);
        }
        return known;
    }

    private Node table(Node vector, Grid grid) {
        Node known = tables.get(vector);
        if (known == null) {
            known = newTable(vector, grid);
            tables.put(vector, known);
        }
        return known;
    }

    private Node newTable(Node vector, Grid grid) {
        if (vector.op() instanceof Broadcast && vector.input(0).size() == 1) {
            Node scalar = simplifier.make(new Reshape(Shape.SCALAR), List.of(result(vector.input(0))));
            return simplifier.make(new Broadcast(grid.shape()), List.of(scalar));
        }
        if (isCrossedPick(vector, grid)) {
            return simplifier.make(new Broadcast(grid.shape()), List.of(picked((Take) vector.op(), vector, grid)));
        }
        boolean isPicked = vector.op() instanceof Take;
        if (!isPicked && grid.rowAfterRow()) {
            return simplifier.make(new Reshape(grid.shape()), List.of(result(vector)));
        }
        Indices own = vector.op() instanceof Take take ? take.indices() : Indices.range(vector.size(), 0, 1);
        return simplifier.make(
                new Take(grid.ofTable(own), grid.shape()), List.of(result(isPicked ? vector.input(0) : vector)));
    }

    /** Returns what is picked for all of a row, or of a column. */
    private Node picked(Take take, Node vector, Grid grid) {
        boolean isOfRow = grid.isOfRow(take.indices());
        int[] places = new int[isOfRow ? grid.rows() : grid.width()];
        for (int i = 0; i < places.length; i++) {
            places[i] = take.indices().at(isOfRow ? grid.place(i, 0) : grid.place(0, i));
        }
        Shape shape = isOfRow ? Shape.of(grid.rows(), 1) : Shape.of(grid.width());
        return simplifier.make(new Take(Indices.of(places), shape), List.of(result(vector.input(0))));
    }
}
