package org.ppl4j.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Topology;

/**
 * Sums over rows in which a condition on data chooses, as {@code where(censored, f, g)} does, are parted: a sum over the rows in
 * which the condition holds, and one over the others. Each row then computes what it takes alone, and a part that is linear in
 * data folds into statistics.
 */
final class RowChoices {

    private static final int FEWEST_ROWS = 16;

    /** Each condition makes two parts of one, which are code of their own. */
    private static final int MOST_PARTS = 16;

    /** So many numbers are picked, and their derivatives put back, in the time of a function. */
    private static final int PICKS_FOR_A_FUNCTION = 4;

    private final Simplifier simplifier;
    private final List<String> notes;

    /** What more than one operation uses: it may be needed as a whole in any case. */
    private final Set<Node> shared = new HashSet<>();

    private RowChoices(Simplifier simplifier, List<String> notes) {
        this.simplifier = simplifier;
        this.notes = notes;
    }

    /**
     * Returns a graph with such sums parted.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each sum
     */
    static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        if (order.stream().noneMatch(RowChoices::isChoice)) {
            return roots;
        }
        RowChoices pass = new RowChoices(simplifier, notes);
        Set<Node> used = new HashSet<>(roots);
        for (Node node : order) {
            for (Node input : Set.copyOf(node.inputs())) {
                if (!used.add(input)) {
                    pass.shared.add(input);
                }
            }
        }
        return Replacement.apply(roots, order, pass::replacement, simplifier);
    }

    private static boolean isChoice(Node node) {
        return node.op() instanceof Select
                && Interner.isConstant(node.input(0))
                && Simplifier.scalarOf(node.input(0)) == null;
    }

    private boolean isSumOverRows(Node node) {
        return SufficientStatistics.isSumOverRows(node, simplifier.interner())
                && node.input(0).size() >= FEWEST_ROWS
                && !shared.contains(node.input(0));
    }

    private @Nullable Node replacement(Node node) {
        if (!isSumOverRows(node)) {
            return null;
        }
        Deque<Node> pending = new ArrayDeque<>(List.of(node.input(0)));
        List<Node> parts = new ArrayList<>();
        while (!pending.isEmpty()) {
            Node part = pending.pop();
            boolean isFinal = part.size() < FEWEST_ROWS || parts.size() + pending.size() + 1 >= MOST_PARTS;
            Node condition = isFinal ? null : condition(part);
            if (condition == null) {
                parts.add(part);
            } else {
                pending.push(rows(part, condition, false));
                pending.push(rows(part, condition, true));
            }
        }
        if (parts.size() == 1) {
            return null;
        }
        notes.add("rows parted by conditions on data: " + node.input(0).size() + " into "
                + parts.stream().map(part -> String.valueOf(part.size())).toList()
                + (node.origin() == null ? "" : " (" + node.origin() + ")"));
        return RowsOf.total(parts, simplifier);
    }

    /** Returns a node's rows in which a condition holds, or the others. */
    private Node rows(Node node, Node condition, boolean holds) {
        double[] values = Objects.requireNonNull(condition.cachedValue());
        Indices rows = Indices.of(IntStream.range(0, values.length)
                .filter(row -> (values[row] != 0) == holds)
                .toArray());
        return new RowsOf(rows, simplifier).of(node);
    }

    /** Returns a known condition that chooses in some rows one function and in the others another one; null if there is none. */
    private @Nullable Node condition(Node summed) {
        long picks = picks(summed);
        return RowsOf.computed(summed).stream()
                .filter(node -> isChoice(node) && isWorthwhile(node, picks))
                .findFirst()
                .map(node -> node.input(0))
                .orElse(null);
    }

    /**
     * Whether a selection computes functions that it leaves out, or chooses between parameters alone.
     *
     * @param picks how many tensors would have to be picked from
     */
    private boolean isWorthwhile(Node selection, long picks) {
        double[] values = Objects.requireNonNull(selection.input(0).cachedValue());
        long chosen = Arrays.stream(values).filter(value -> value != 0).count();
        if (chosen == 0 || chosen == values.length) {
            return false;
        }
        Node ifTrue = selection.input(1);
        Node otherwise = selection.input(2);
        long spared = functions(ifTrue) * (values.length - chosen) + functions(otherwise) * chosen;
        return (spared > 0 && !shared.contains(selection) && PICKS_FOR_A_FUNCTION * spared >= picks * values.length)
                || (Simplifier.scalarOf(ifTrue) != null && Simplifier.scalarOf(otherwise) != null);
    }

    /** Returns how many functions are computed row by row. */
    private long functions(Node root) {
        return RowsOf.computed(root).stream()
                .filter(node -> Operations.isFunction(node.op())
                        && simplifier.interner().dependsOnVariables(node))
                .count();
    }

    /** Returns how many tensors have rows that would be picked one by one instead of read one after the other. */
    private long picks(Node root) {
        return RowsOf.computed(root).stream()
                .flatMap(node -> node.inputs().stream())
                .filter(node -> !DataChoice.isRowByRow(node)
                        && !(node.op() instanceof Broadcast)
                        && !(node.op() instanceof MatrixMultiply)
                        && node.size() == root.size()
                        && simplifier.interner().dependsOnVariables(node))
                .distinct()
                .count();
    }
}
