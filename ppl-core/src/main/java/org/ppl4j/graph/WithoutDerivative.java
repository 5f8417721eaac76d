package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element-wise function of one operand that passes no derivative on: it has none but zero, or is to have none. */
interface WithoutDerivative extends UnaryOp {

    @Override
    default Node derivative(Node x, Node y) {
        return Nodes.constant(0);
    }

    @Override
    default List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return Arrays.asList((Node) null);
    }
}
