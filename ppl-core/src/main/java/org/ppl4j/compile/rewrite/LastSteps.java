package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Take;

/**
 * What is picked from a carry that is put out at every step, and from the last step alone, is picked from its value after the
 * last step: the others need not be put out.
 */
public final class LastSteps {

    private LastSteps() {}

    /** Returns the same elements of the values after the last step; null if there are others among them. */
    static @Nullable Node take(Take op, Scan scan, Node result, Simplifier simplifier) {
        Indices indices = op.indices();
        ScanBody body = scan.body();
        if (indices.size() == 0) {
            return null;
        }
        int[] ends = scan.ends();
        int part = 0;
        while (indices.at(0) >= ends[part]) {
            part++;
        }
        Node output = body.results().get(part);
        int carry = part < body.carries().size() ? -1 : body.next().indexOf(output);
        int last = ends[part] - (scan.backwards() ? scan.steps() : 1) * output.size();
        if (carry < 0 || !areWithin(indices, last, last + output.size())) {
            return null;
        }
        int distance = last - scan.lastOffset(carry);
        return simplifier.make(new Take(indices.minus(distance), op.target()), result);
    }

    /** Whether all of some indices are from one on, and before another. */
    public static boolean areWithin(Indices indices, int from, int to) {
        for (int i = 0; i < indices.size(); i++) {
            if (indices.at(i) < from || indices.at(i) >= to) {
                return false;
            }
        }
        return true;
    }
}
