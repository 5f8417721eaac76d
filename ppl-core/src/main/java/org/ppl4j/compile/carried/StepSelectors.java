package org.ppl4j.compile.carried;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Shape;

/** Sequences of ones and zeros in the body of a loop, which say at what steps there is something; one for the same steps. */
final class StepSelectors {

    private final ScanBuilder builder;
    private final int steps;
    private final Map<BitSet, Node> known = new HashMap<>();

    /**
     * Begins without sequences.
     *
     * @param builder builds the body
     * @param steps how many steps the loop has
     */
    StepSelectors(ScanBuilder builder, int steps) {
        this.builder = builder;
        this.steps = steps;
    }

    /** Returns ones, in a shape, at the steps that have something in a column, else zeros. */
    Node isPresent(Node[] column, Shape shape) {
        BitSet present = new BitSet();
        for (int k = 0; k < column.length; k++) {
            present.set(k, column[k] != null);
        }
        Node selector = known.get(present);
        if (selector == null) {
            double[] values = new double[steps];
            Arrays.setAll(values, k -> present.get(k) ? 1 : 0);
            selector = builder.element(Constant.of(Shape.of(steps), values));
            known.put(present, selector);
        }
        return Nodes.broadcast(selector, shape);
    }

    /** Returns the choice of one of two scalars, null if there are others: that is less than to read a sequence of them. */
    @Nullable
    Node oneOfTwo(Node[] column) {
        Node last = StepChoices.lastOf(column);
        Node[] others = new Node[column.length];
        Node other = null;
        for (int k = 0; k < column.length; k++) {
            if (column[k] != last) {
                if (!last.shape().isScalar() || (other != null && other != column[k])) {
                    return null;
                }
                other = column[k];
                others[k] = other;
            }
        }
        return other == null ? null : Nodes.select(isPresent(others, last.shape()), other, last);
    }
}
