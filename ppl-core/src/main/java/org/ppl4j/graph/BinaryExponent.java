package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.ScaledNumber;

/** The exponent of the power of two that brings a number between 1 and 2. Constant but for jumps, it has no derivative. */
public record BinaryExponent() implements UnaryOp {

    @Override
    public double apply(double x) {
        return ScaledNumber.exponent(x);
    }

    @Override
    public void emit(Code code) {
        code.call(ScaledNumber.class, "exponent", 1);
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
