package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greater operand; where both are equal the adjoint goes to the first. */
public record Maximum() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return Math.max(a, b);
    }

    @Override
    public void emit(Code code) {
        code.call(Math.class, "max", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        return List.of(
                Nodes.select(Nodes.apply(new LessOrEqual(), b, a), adjoint, Nodes.zeros(adjoint)),
                Nodes.select(Nodes.apply(new LessOrEqual(), b, a), Nodes.zeros(adjoint), adjoint));
    }
}
