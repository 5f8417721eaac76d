package org.ppl4j.compile.fold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Replacement;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Topology;

/**
 * Sums over rows in which a condition on data chooses, as {@code where(censored, f, g)} does, are parted: a sum over the rows in
 * which the condition holds, and one over the others. Each row then computes what it takes alone, and a part that is linear in
 * data folds into statistics. So are sums over a vector that was put together of a few, as a series whose first value has no
 * predecessor is.
 */
public final class RowChoices {

    static final int FEWEST_ROWS = 16;

    /** Each condition makes two parts of one, which are code of their own. */
    private static final int MOST_PARTS = 16;

    /** So many numbers are picked, and their derivatives put back, in the time of a function. */
    private static final int PICKS_FOR_A_FUNCTION = 4;

    private final Simplifier simplifier;
    private final List<String> notes;

    /** What more than one operation uses: it may be needed as a whole in any case. */
    private final Set<Node> shared = new HashSet<>();

    private final RowKinds rowKinds;

    private RowChoices(Simplifier simplifier, List<String> notes) {
        this.rowKinds = new RowKinds(shared, simplifier);
        this.simplifier = simplifier;
        this.notes = notes;
    }

    /**
     * Returns a graph with such sums parted.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each sum
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        boolean chooses = false;
        for (Node node : order) {
            chooses |= isChoice(node) || RowKinds.isJoined(node) || RowKinds.isPicked(node);
        }
        if (!chooses) {
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
        String why = "";
        while (!pending.isEmpty()) {
            Node part = pending.pop();
            Split split = part.size() < FEWEST_ROWS ? null : split(part);
            if (split == null || parts.size() + pending.size() + split.rows.size() > MOST_PARTS) {
                parts.add(part);
            } else {
                why = why.isEmpty() ? split.why : why;
                for (int k = split.rows.size() - 1; k >= 0; k--) {
                    pending.push(new RowsOf(split.rows.get(k), simplifier).of(part));
                }
            }
        }
        if (parts.size() == 1) {
            return null;
        }
        notes.add("rows parted " + why + ": " + node.input(0).size() + " into "
                + parts.stream().map(part -> String.valueOf(part.size())).toList()
                + Origin.suffix(node.origin()));
        return RowsOf.total(parts, simplifier);
    }

    /**
     * How rows are parted.
     *
     * @param why by what, in words
     * @param rows those of each part
     */
    private record Split(String why, List<Indices> rows) {}

    private @Nullable Split split(Node summed) {
        Node condition = condition(summed);
        if (condition != null) {
            return new Split("by conditions on data", List.of(rows(condition, true), rows(condition, false)));
        }
        List<Indices> stretches = rowKinds.stretches(summed);
        if (!stretches.isEmpty()) {
            return new Split("where vectors are put together", stretches);
        }
        List<Indices> kinds = rowKinds.kinds(summed);
        return kinds.isEmpty() ? null : new Split("by what they pick", kinds);
    }

    private static Indices rows(Node condition, boolean holds) {
        double[] values = Objects.requireNonNull(condition.cachedValue());
        int[] rows = new int[values.length];
        int count = 0;
        for (int row = 0; row < values.length; row++) {
            if ((values[row] != 0) == holds) {
                rows[count++] = row;
            }
        }
        return Indices.of(Arrays.copyOf(rows, count));
    }

    /** Returns a known condition that chooses in some rows one function and in the others another one; null if there is none. */
    private @Nullable Node condition(Node summed) {
        long picks = picks(summed);
        for (Node node : RowsOf.computed(summed)) {
            if (isChoice(node) && isWorthwhile(node, picks)) {
                return node.input(0);
            }
        }
        return null;
    }

    /**
     * Whether a selection computes functions that it leaves out, or chooses between parameters alone.
     *
     * @param picks how many tensors would have to be picked from
     */
    private boolean isWorthwhile(Node selection, long picks) {
        int all = selection.size();
        int chosen = rows(selection.input(0), true).size();
        if (chosen == 0 || chosen == all) {
            return false;
        }
        Node ifTrue = selection.input(1);
        Node otherwise = selection.input(2);
        long spared = functions(ifTrue) * (all - chosen) + functions(otherwise) * chosen;
        return (spared > 0 && !shared.contains(selection) && PICKS_FOR_A_FUNCTION * spared >= picks * all)
                || (Simplifier.scalarOf(ifTrue) != null && Simplifier.scalarOf(otherwise) != null);
    }

    /** Returns how many functions are computed row by row. */
    private long functions(Node root) {
        long count = 0;
        for (Node node : RowsOf.computed(root)) {
            boolean isFunction = Operations.isFunction(node.op());
            count += isFunction && simplifier.interner().dependsOnVariables(node) ? 1 : 0;
        }
        return count;
    }

    /** Returns how many tensors have rows that would be picked one by one instead of read one after the other. */
    private long picks(Node root) {
        Set<Node> picked = new HashSet<>();
        for (Node node : RowsOf.computed(root)) {
            for (Node input : node.inputs()) {
                if (!DataChoice.isRowByRow(input)
                        && !(input.op() instanceof Broadcast)
                        && !(input.op() instanceof MatrixMultiply)
                        && input.size() == root.size()
                        && simplifier.interner().dependsOnVariables(input)) {
                    picked.add(input);
                }
            }
        }
        return picked.size();
    }
}
