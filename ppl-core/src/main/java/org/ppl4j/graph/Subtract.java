package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The difference. */
public record Subtract() implements BinaryOp {

    @Override
    public String writtenName() {
        return "minus";
    }

    @Override
    public double apply(double a, double b) {
        return a - b;
    }

    @Override
    public void emit(Code code) {
        code.subtract();
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(adjoint, Nodes.negate(adjoint));
    }
}
