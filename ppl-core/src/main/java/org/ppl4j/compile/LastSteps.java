package org.ppl4j.compile;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Take;

/**
 * What is picked from a carry that is put out at every step, and from the last step alone, is picked from its value after the
 * last step: the others need not be put out.
 */
final class LastSteps {

    private LastSteps() {}

    /** Returns the same elements of the values after the last step; null if there are others among them. */
    static @Nullable Node take(Take op, Scan scan, Node result, Simplifier simplifier) {
        Indices indices = op.indices();
        int end = scan.offset(0);
        if (indices.size() == 0 || indices.at(0) < end) {
            return null;
        }
        int first = 0;
        Node output = null;
        for (int j = 0; indices.at(0) >= end; j++) {
            first = end;
            output = scan.body().outputs().get(j);
            end += scan.steps() * output.size();
        }
        int carry = scan.body().next().indexOf(output);
        int size = (end - first) / scan.steps();
        int last = scan.backwards() ? first : end - size;
        if (carry < 0 || !areWithin(indices, last, last + size)) {
            return null;
        }
        int distance = last - scan.lastOffset(carry);
        return simplifier.make(new Take(indices.minus(distance), op.target()), result);
    }

    /** Whether all of some indices are from one on, and before another. */
    static boolean areWithin(Indices indices, int from, int to) {
        for (int i = 0; i < indices.size(); i++) {
            if (indices.at(i) < from || indices.at(i) >= to) {
                return false;
            }
        }
        return true;
    }
}
