package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.ScaledNumber;

/** A number, not negative, divided by the power of two that brings it between 1 and 2, that of {@link BinaryExponent}. */
public record Mantissa() implements UnaryOp {

    @Override
    public double apply(double x) {
        return ScaledNumber.mantissa(x);
    }

    @Override
    public void emit(Code code) {
        code.call(ScaledNumber.class, "mantissa", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return scaled(Nodes.constant(1), x);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(scaled(adjoint, node.input(0)));
    }

    private static Node scaled(Node number, Node x) {
        Node exponent = Nodes.apply(new BinaryExponent(), x);
        return Nodes.apply(new ScaleByPowerOfTwo(), number, Nodes.negate(exponent));
    }
}
