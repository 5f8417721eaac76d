package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The quotient. */
public record Divide() implements BinaryOp {

    @Override
    public String writtenName() {
        return "dividedBy";
    }

    @Override
    public double apply(double a, double b) {
        return a / b;
    }

    @Override
    public void emit(Code code) {
        code.divide();
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node b = node.input(1);
        return List.of(Nodes.divide(adjoint, b), Nodes.negate(Nodes.divide(Nodes.multiply(adjoint, node), b)));
    }
}
