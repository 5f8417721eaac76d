package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operand, of which derivatives know nothing: for what a result does not depend on, however it is computed with it, such
 * as the shift that keeps a sum of exponentials from overflowing.
 */
public record Detached() implements UnaryOp {

    @Override
    public double apply(double x) {
        return x;
    }

    @Override
    public void emit(Code code) {
        // the operand is the result
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.constant(0);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return Arrays.asList((Node) null);
    }
}
