package org.ppl4j.bijector;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** Keeps values that are rounded onto a constant bound inside of it. */
final class Bounds {

    private Bounds() {}

    static Tensor keepAbove(Tensor lower, Tensor value) {
        return isConstant(lower) ? value.maximum(map(lower, Math::nextUp)) : value;
    }

    static Tensor keepBelow(Tensor upper, Tensor value) {
        return isConstant(upper) ? value.minimum(map(upper, Math::nextDown)) : value;
    }

    /** Data do not count: they can be replaced after the graph is built, and neighbours taken here would be stale. */
    private static boolean isConstant(Tensor bound) {
        Node node = bound.node();
        return (node.op() instanceof Broadcast ? node.input(0) : node).op() instanceof Constant;
    }

    private static Tensor map(Tensor constant, DoubleUnaryOperator neighbour) {
        return Tensor.of(
                constant.shape(),
                Arrays.stream(constant.toArray()).map(neighbour).toArray());
    }
}
