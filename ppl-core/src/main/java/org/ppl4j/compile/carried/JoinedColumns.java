package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/**
 * Columns with gaps that are parts of one: what is carried to some steps and what is carried to others may be one value, as
 * all steps have it but only these use it. A step is looked at anew once it is known, so that it is carried once.
 */
final class JoinedColumns {

    /** Two columns are parts of one if they have so much of the smaller one in common, or more. */
    private static final double LEAST_SHARE = 0.5;

    private final List<Node[]> joined = new ArrayList<>();
    private boolean hasGrown;

    /** Whether something was joined since this was asked. */
    boolean hasGrown() {
        boolean grown = hasGrown;
        hasGrown = false;
        return grown;
    }

    /** Returns what a column is a part of, as far as is known, or the column itself. */
    Node[] whole(Node[] column) {
        for (Node[] each : joined) {
            if (isPart(column, each)) {
                return each;
            }
        }
        return column;
    }

    /** Joins two columns if they are parts of one. */
    boolean join(Node[] first, Node[] second) {
        Node[] all = first.length < second.length ? second.clone() : first.clone();
        Node[] other = first.length < second.length ? first : second;
        int common = 0;
        int others = 0;
        int own = 0;
        for (int k = 0; k < all.length; k++) {
            Node node = k < other.length ? other[k] : null;
            own += all[k] == null ? 0 : 1;
            others += node == null ? 0 : 1;
            if (node != null && all[k] != null && node != all[k]) {
                return false;
            }
            common += node != null && node == all[k] ? 1 : 0;
            all[k] = all[k] == null ? node : all[k];
        }
        if (common < LEAST_SHARE * Math.min(own, others)) {
            return false;
        }
        joined.removeIf(each -> isPart(each, all));
        joined.add(all);
        hasGrown = true;
        return true;
    }

    private static boolean isPart(@Nullable Node[] some, @Nullable Node[] all) {
        boolean isPart = some.length <= all.length;
        for (int k = 0; isPart && k < some.length; k++) {
            isPart = some[k] == null || some[k] == all[k];
        }
        return isPart;
    }
}
