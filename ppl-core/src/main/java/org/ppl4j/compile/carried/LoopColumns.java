package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.LoopInvariant;
import org.ppl4j.graph.Node;

/** The columns that were met in a loop, each once, and those of them that the body computes. */
final class LoopColumns {

    private final boolean mayHaveGaps;
    private final Map<Node, List<LoopColumn>> known = new IdentityHashMap<>();
    private final Map<Node, List<LoopColumn>> complete = new IdentityHashMap<>();
    private final List<LoopColumn> computed = new ArrayList<>();
    private final List<LoopColumn> sequences = new ArrayList<>();

    /**
     * Begins without columns.
     *
     * @param mayHaveGaps whether there are columns that have something at some steps only
     */
    LoopColumns(boolean mayHaveGaps) {
        this.mayHaveGaps = mayHaveGaps;
    }

    /** Returns the columns that are computed in the body, in the order in which they were begun; may be changed. */
    List<LoopColumn> computed() {
        return computed;
    }

    /** Returns the column of some nodes, a new one at first. */
    LoopColumn of(Node[] nodes) {
        List<LoopColumn> candidates = known.computeIfAbsent(StepChoices.lastOf(nodes), absent -> new ArrayList<>());
        for (LoopColumn each : candidates) {
            if (Arrays.equals(each.nodes(), nodes)) {
                return each;
            }
        }
        LoopColumn found = new LoopColumn(nodes);
        candidates.add(found);
        return found;
    }

    /** Notes what computes a column. */
    void complete(LoopColumn column, Node result) {
        column.computedBy(result);
        for (int k = 0; mayHaveGaps && k < column.nodes().length; k++) {
            if (column.nodes()[k] != null) {
                complete.computeIfAbsent(column.nodes()[k], absent -> new ArrayList<>())
                        .add(column);
            }
        }
    }

    /** Returns what is computed of a column that has nodes at more steps, or null. */
    @Nullable
    Node covering(Node[] nodes) {
        for (LoopColumn each : complete.getOrDefault(StepChoices.lastOf(nodes), List.of())) {
            if (each.beginsWith(nodes)) {
                return each.inBody();
            }
        }
        return null;
    }

    /** Notes that a column is read from a sequence. */
    void isSequence(LoopColumn column, Node element) {
        column.computedBy(element);
        sequences.add(column);
    }

    /**
     * Returns an element that is read already, and is the same at all steps at which a column has something, though each turn
     * may have made its own: the last turn of a loop does not need all. Null if there is none, or nothing is missing.
     */
    @Nullable
    Node sequence(Node[] column) {
        boolean hasGaps = false;
        for (Node node : column) {
            hasGaps |= node == null;
        }
        for (LoopColumn each : sequences) {
            if ((hasGaps || column.length < each.nodes().length) && isPartOf(column, each.nodes())) {
                return each.inBody();
            }
        }
        return null;
    }

    private static boolean isPartOf(Node[] some, Node[] all) {
        for (int k = 0; k < some.length; k++) {
            boolean isThere = some[k] == null || (k < all.length && LoopInvariant.isSame(some[k], all[k]));
            if (!isThere) {
                return false;
            }
        }
        return true;
    }
}
