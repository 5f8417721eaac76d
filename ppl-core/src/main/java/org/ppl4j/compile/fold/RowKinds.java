package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Take;

/** Tells rows apart by the part of a vector that they come from, or by what they pick of a few elements. */
final class RowKinds {

    /** A vector of more parts is no sequence with a beginning of its own. */
    private static final int MOST_STRETCHES = 12;

    /** Each kind is a loop of its own. */
    private static final int MOST_KINDS = 2;

    /** What more than one operation uses. */
    private final Set<Node> shared;

    private final Simplifier simplifier;

    RowKinds(Set<Node> shared, Simplifier simplifier) {
        this.shared = shared;
        this.simplifier = simplifier;
    }

    /** Whether a vector was put together of a few. */
    static boolean isJoined(Node node) {
        return node.op() instanceof Concatenate
                && node.inputs().size() <= MOST_STRETCHES
                && node.size() >= RowChoices.FEWEST_ROWS;
    }

    /** Whether a vector's elements are picked from another one. */
    static boolean isPicked(Node node) {
        return node.op() instanceof Take take
                && node.size() >= 2 * RowChoices.FEWEST_ROWS
                && !take.indices().isRange();
    }

    /** Returns the rows of each part of a vector that was put together, also if its rows are in another order; none if there is no such vector. */
    List<Indices> stretches(Node summed) {
        for (Node node : RowsOf.computed(summed)) {
            for (Node input : node.inputs()) {
                Node joined = input.op() instanceof Take ? input.input(0) : input;
                if (isJoined(joined)
                        && joined.size() == summed.size()
                        && input.size() == summed.size()
                        && !shared.contains(input)
                        && !shared.contains(joined)
                        && simplifier.interner().dependsOnVariables(joined)) {
                    Indices picks =
                            input.op() instanceof Take take ? take.indices() : Indices.range(input.size(), 0, 1);
                    Indices rows = rowOfEach(picks);
                    return rows == null ? List.of() : stretches(joined, rows);
                }
            }
        }
        return List.of();
    }

    /**
     * Returns the rows of each part.
     *
     * @param rows the row of each element
     */
    private static List<Indices> stretches(Node joined, Indices rows) {
        List<Indices> stretches = new ArrayList<>();
        int start = 0;
        for (Node part : joined.inputs()) {
            int[] ofPart = new int[part.size()];
            for (int k = 0; k < ofPart.length; k++) {
                ofPart[k] = rows.at(start + k);
            }
            stretches.add(Indices.of(ofPart));
            start += ofPart.length;
        }
        return stretches;
    }

    /** Returns the row that picks each element, or null if not each is picked once. */
    private static @Nullable Indices rowOfEach(Indices picks) {
        int[] rows = new int[picks.size()];
        BitSet met = new BitSet();
        for (int row = 0; row < rows.length; row++) {
            rows[picks.at(row)] = row;
            met.set(picks.at(row));
        }
        return met.cardinality() == rows.length ? Indices.of(rows) : null;
    }

    /**
     * Returns the rows that pick the same of a few elements, as observations of two groups do, each with a mean and a scale of its own; none
     * if rows pick, or have of their own, anything else.
     */
    List<Indices> kinds(Node summed) {
        Partition kinds = Partition.whole(summed.size());
        for (Node node : RowsOf.computed(summed)) {
            for (Node input : node.inputs()) {
                if (isTheSame(input, summed)) {
                    continue;
                }
                Partition picked = input.op() instanceof Take take ? Partition.of(take.indices(), MOST_KINDS) : null;
                kinds = picked == null ? null : kinds.with(picked);
                if (kinds == null || kinds.count() > MOST_KINDS) {
                    return List.of();
                }
            }
        }
        List<Indices> rows = kinds.count() == 1 ? List.of() : kinds.rowsOfEach();
        return rows.stream().allMatch(ofKind -> ofKind.size() >= RowChoices.FEWEST_ROWS) ? rows : List.of();
    }

    /** Whether what rows are computed from is computed row by row itself, or takes no picking if rows are parted. */
    private boolean isTheSame(Node input, Node summed) {
        return input.size() != summed.size()
                || DataChoice.isRowByRow(input)
                || Simplifier.scalarOf(input) != null
                || Predictor.of(input, simplifier.interner()) != null
                || !simplifier.interner().dependsOnVariables(input);
    }
}
