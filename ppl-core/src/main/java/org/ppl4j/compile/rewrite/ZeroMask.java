package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;

/**
 * Zero instead of a product where a condition says so: as that of a weight and a logarithm, which may be infinite, is zero if
 * the weight is.
 *
 * @param condition the condition
 * @param isMet whether zero is selected where it is met, or where it is not
 * @param product what is selected elsewhere
 */
public record ZeroMask(Node condition, boolean isMet, Node product) {

    /** Returns what a node selects, or null if that is something else. */
    public static @Nullable ZeroMask of(Node node) {
        if (!(node.op() instanceof Select)) {
            return null;
        }
        if (isZero(node.input(1))) {
            return new ZeroMask(node.input(0), true, node.input(2));
        }
        return isZero(node.input(2)) ? new ZeroMask(node.input(0), false, node.input(1)) : null;
    }

    private static boolean isZero(Node node) {
        Node scalar = Simplifier.scalarOf(node);
        return Interner.isWithin(scalar == null ? node : scalar, 0, 0);
    }

    /** Whether data are known to be zero wherever zero is selected. */
    public boolean isOf(Node data) {
        if (isMet && condition.op() instanceof EqualTo) {
            return condition.input(0) == data && isZero(condition.input(1));
        }
        double[] conditions = Interner.isConstant(condition) ? condition.cachedValue() : null;
        double[] values = Interner.isConstant(data) ? data.cachedValue() : null;
        if (conditions == null || values == null || conditions.length != values.length) {
            return false;
        }
        for (int row = 0; row < values.length; row++) {
            if ((conditions[row] != 0) == isMet && values[row] != 0) {
                return false;
            }
        }
        return true;
    }
}
