package org.ppl4j.compile.rolling;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;

/**
 * A number times an element of a vector.
 *
 * @param base the vector
 * @param index which element
 * @param number the number
 */
record ElementMultiple(Node base, int index, double number) {

    /** Returns what a node is, or null if it is something else. */
    static @Nullable ElementMultiple of(Node node) {
        ConstantMultiple multiple = ConstantMultiple.of(node);
        Node element = multiple.node();
        Node base = LeafColumn.base(element);
        return base == element || base.op() instanceof Constant
                ? null
                : new ElementMultiple(base, LeafColumn.place(element, 0), multiple.number());
    }
}
