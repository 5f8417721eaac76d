package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The product of the first two operands plus the third, rounded once. */
public record FusedMultiplyAdd() implements TernaryOp {

    @Override
    public double apply(double a, double b, double c) {
        return Math.fma(a, b, c);
    }

    @Override
    public void emit(Code code) {
        code.call(Math.class, "fma", 3);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Nodes.multiply(adjoint, node.input(1)), Nodes.multiply(adjoint, node.input(0)), adjoint);
    }
}
