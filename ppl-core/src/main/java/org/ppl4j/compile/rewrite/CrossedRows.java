package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** So many picks are looked at for rows, and for columns, whose elements are in another order. */
    private static final int MOST_TRIED = 4;

    /** With more functions in a row its loop is too long to be faster than one that picks. */
    private static final int MOST_FUNCTIONS = 8;

    private final Simplifier simplifier;
    private final List<String> notes;

    /** For a length of vectors, what tables they become. */
    private final Map<Integer, Grid> grids = new HashMap<>();

    private final NodeMap<Node> tables = new NodeMap<>();

    /** What is computed of such picks, element by element. */
    private final NodeMap<Boolean> crossed = new NodeMap<>();

    private CrossedRows(Simplifier simplifier, List<String> notes) {
        this.simplifier = simplifier;
        this.notes = notes;
    }

    /**
     * Returns a graph with the sums of such vectors as sums of tables.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each sum
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        CrossedRows pass = new CrossedRows(simplifier, notes);
        pass.findGrids(order);
        if (pass.grids.isEmpty()) {
            return roots;
        }
        pass.findCrossed(order);
        pass.makeTables(order);
        return Replacement.apply(roots, order, pass::replacement, simplifier);
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
            Grid grid = crossing(each.getKey(), each.getValue());
            if (grid != null) {
                grids.put(each.getKey(), grid);
            }
        }
    }

    /** Returns the narrowest table of which some picks are of rows and others of columns, or all of columns, null if there is none. */
    private static @Nullable Grid crossing(int length, List<Indices> picks) {
        for (int width = 2; width <= Math.min(WIDEST, length / 2); width++) {
            if (length % width != 0) {
                continue;
            }
            for (Grid grid : List.of(Grid.ofRows(length / width, width), Grid.ofColumns(length / width, width))) {
                if (areCrossed(picks, grid)) {
                    return grid;
                }
            }
        }
        return ofCombinations(length, picks);
    }

    /** Returns the table that two picks tell rows and columns of, though their elements are in another order. */
    private static @Nullable Grid ofCombinations(int length, List<Indices> picks) {
        List<Indices> ofFew = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        for (Indices indices : picks) {
            int different = different(indices);
            if (different > 1 && different <= WIDEST && length % different == 0) {
                ofFew.add(indices);
                widths.add(different);
            }
        }
        for (int k = 0; k < Math.min(ofFew.size(), MOST_TRIED); k++) {
            for (Indices ofRows : picks.subList(0, Math.min(picks.size(), MOST_TRIED))) {
                Grid grid = Grid.ofCombinations(ofRows, ofFew.get(k), widths.get(k));
                if (grid != null && grid.rows() >= grid.width()) {
                    return grid;
                }
            }
        }
        return null;
    }

    /** Returns how many different elements are picked: one more than a table has columns, if they are more. */
    private static int different(Indices indices) {
        Set<Integer> met = new HashSet<>();
        for (int k = 0; k < indices.size() && met.size() <= WIDEST; k++) {
            met.add(indices.at(k));
        }
        return met.size();
    }

    private static boolean areCrossed(List<Indices> picks, Grid grid) {
        boolean ofRows = false;
        Set<Indices> ofColumns = new HashSet<>();
        boolean areOfColumns = true;
        for (Indices indices : picks) {
            boolean isOfColumn = grid.isOfColumn(indices);
            if (isOfColumn) {
                ofColumns.add(indices);
            }
            areOfColumns &= isOfColumn;
            ofRows |= grid.isOfRow(indices);
        }
        // one index alone is a group's, over which sums fold
        return ofRows ? !ofColumns.isEmpty() : areOfColumns && ofColumns.size() > 1;
    }

    /** Finds what is computed of picks; leaves out lengths of which that has too many functions, or other parts in another order. */
    private void findCrossed(List<Node> order) {
        Set<Integer> refused = new HashSet<>();
        Map<Integer, Integer> functions = new HashMap<>();
        for (Node node : order) {
            Grid grid = grid(node);
            if (grid != null && node.op() instanceof ElementwiseOp && isCrossed(node, grid)) {
                crossed.put(node, true);
                if (!grid.places().isRange() && node.inputs().stream().anyMatch(this::isComputedApart)) {
                    refused.add(node.size());
                }
                functions.put(node.size(), functions.getOrDefault(node.size(), 0) + functionsOf(node.op()));
            }
        }
        functions.forEach((length, count) -> {
            Grid grid = grids.get(length);
            if (grid != null && grid.width() * count > MOST_FUNCTIONS) {
                refused.add(length);
            }
        });
        refused.forEach(grids::remove);
    }

    /** Logistic functions and their like are several, and so is what their derivatives take. */
    private static int functionsOf(Op op) {
        boolean isOne = op instanceof Exp || op instanceof Log || op instanceof Log1p || op instanceof Tanh;
        return !Operations.isFunction(op) ? 0 : isOne ? 1 : MOST_FUNCTIONS;
    }

    private void makeTables(List<Node> order) {
        for (Node node : order) {
            Grid grid = crossed.containsKey(node) ? grid(node) : null;
            if (grid != null) {
                simplifier.locate(node.origin());
                List<Node> operands = new ArrayList<>();
                for (Node input : node.inputs()) {
                    operands.add(table(input, grid));
                }
                tables.put(node, simplifier.make(node.op(), operands));
            }
        }
        simplifier.locate(null);
    }

    /** Returns the sum of a table instead of that of a vector; null for other nodes. */
    private @Nullable Node replacement(Node node) {
        boolean isSum = node.op() instanceof Sum sum && sum.isFull(node.input(0).shape());
        Grid grid = isSum && crossed.containsKey(node.input(0)) ? grid(node.input(0)) : null;
        if (grid == null) {
            return null;
        }
        notes.add("a table of " + grid.rows() + " by " + grid.width() + " of a vector of "
                + node.input(0).size());
        return simplifier.make(new Sum(List.of(0, 1)), table(node.input(0), grid));
    }

    /** Returns the table that a node is to become, null if it is no vector of such a length. */
    private @Nullable Grid grid(Node node) {
        return node.shape().rank() == 1 ? grids.get(node.size()) : null;
    }

    private static boolean isCrossedPick(Node node, Grid grid) {
        return node.op() instanceof Take take && (grid.isOfRow(take.indices()) || grid.isOfColumn(take.indices()));
    }

    /** Whether a vector is computed of other things than such picks, so that its elements would have to be moved. */
    private boolean isComputedApart(Node vector) {
        return simplifier.interner().dependsOnVariables(vector)
                && !crossed.containsKey(vector)
                && !(vector.op() instanceof Take)
                && Simplifier.scalarOf(vector) == null;
    }

    private boolean isCrossed(Node node, Grid grid) {
        for (Node input : node.inputs()) {
            if (isCrossedPick(input, grid) || crossed.containsKey(input)) {
                return true;
            }
        }
        return false;
    }

    private Node table(Node vector, Grid grid) {
        Node known = tables.get(vector);
        if (known == null) {
            known = newTable(vector, grid);
            tables.put(vector, known);
        }
        return known;
    }

    /** Returns what such an operation takes as a table. */
    private Node newTable(Node vector, Grid grid) {
        Node scalar = Simplifier.scalarOf(vector);
        if (scalar != null) {
            return simplifier.make(new Broadcast(grid.shape()), scalar);
        }
        if (!(vector.op() instanceof Take take)) {
            return grid.places().isRange()
                    ? simplifier.make(new Reshape(grid.shape()), vector)
                    : simplifier.make(new Take(grid.places(), grid.shape()), vector);
        }
        return isCrossedPick(vector, grid)
                ? simplifier.make(new Broadcast(grid.shape()), picked(take.indices(), vector.input(0), grid))
                : simplifier.make(new Take(grid.ofTable(take.indices()), grid.shape()), vector.input(0));
    }

    /** Returns what is picked for all of a row, or of a column. */
    private Node picked(Indices indices, Node source, Grid grid) {
        boolean isOfRow = grid.isOfRow(indices);
        Shape shape = isOfRow ? Shape.of(grid.rows(), 1) : Shape.of(grid.width());
        return simplifier.make(new Take(grid.picked(indices, isOfRow), shape), source);
    }
}
