package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Replacement;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;

/**
 * A Gaussian likelihood of several outcomes, each with coefficients of its own for the same predictors, is a sum over a matrix: here
 * it becomes a sum for each column, which folds into statistics as that of one outcome does.
 */
public final class ColumnSums {

    private static final int FEWEST_ROWS = 16;
    private static final int MOST_COLUMNS = 32;

    private final Simplifier simplifier;

    private ColumnSums(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /**
     * Returns a graph with such sums taken apart.
     *
     * @param roots the graph's roots, simplified
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        ColumnSums pass = new ColumnSums(simplifier);
        for (Node node : order) {
            if (pass.isPredictor(node)) {
                return Replacement.apply(roots, order, pass::replacement, simplifier);
            }
        }
        return roots;
    }

    /** Returns how many columns a sum over products of data and coefficients has; 0 if it is another node. */
    private int width(Node node) {
        if (!SufficientStatistics.isSumOverRows(node, simplifier.interner())) {
            return 0;
        }
        Node summed = node.input(0);
        return RowsOf.computed(summed).stream()
                .flatMap(each -> each.inputs().stream())
                .filter(each -> isPredictor(each) && each.size() == summed.size())
                .mapToInt(each -> each.shape().dimension(1))
                .findFirst()
                .orElse(0);
    }

    private boolean isPredictor(Node node) {
        return node.op() instanceof MatrixMultiply
                && node.shape().dimension(0) >= FEWEST_ROWS
                && node.shape().dimension(1) > 1
                && node.shape().dimension(1) <= MOST_COLUMNS
                && !simplifier.interner().dependsOnVariables(node.input(0));
    }

    private @Nullable Node replacement(Node node) {
        int width = width(node);
        if (width < 2) {
            return null;
        }
        List<Node> columns = new ArrayList<>();
        for (int k = 0; k < width; k++) {
            int rows = node.input(0).size() / width;
            Node column = new RowsOf(Indices.range(rows, k, width), simplifier).of(node.input(0));
            if (!folds(column)) {
                return null;
            }
            columns.add(column);
        }
        return RowsOf.total(columns, simplifier);
    }

    /** Whether all of a column's sum becomes statistics. */
    private boolean folds(Node column) {
        Separation parts = Separation.of(column, simplifier, new IdentityHashMap<>());
        return parts.rests.isEmpty()
                && !parts.squares.isEmpty()
                && parts.squares.stream().allMatch(square -> SquareFold.of(square, simplifier) != null);
    }
}
