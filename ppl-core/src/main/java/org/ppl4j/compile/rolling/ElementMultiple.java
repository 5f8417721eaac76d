package org.ppl4j.compile.rolling;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Take;

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
        if (!node.shape().isScalar() || !(node.op() instanceof Multiply)) {
            return node.op() instanceof Take ? ofElement(node, 1) : null;
        }
        for (int side = 0; side < 2; side++) {
            Node number = node.input(side);
            Node element = node.input(1 - side);
            if (number.op() instanceof Constant && element.op() instanceof Take) {
                return ofElement(element, Objects.requireNonNull(number.cachedValue())[0]);
            }
        }
        return null;
    }

    private static @Nullable ElementMultiple ofElement(Node element, double number) {
        Node base = LeafColumn.base(element);
        return base.op() instanceof Constant ? null : new ElementMultiple(base, LeafColumn.place(element, 0), number);
    }
}
