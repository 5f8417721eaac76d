package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The product. */
public record Multiply() implements BinaryOp {

    @Override
    public String writtenName() {
        return "times";
    }

    @Override
    public double apply(double a, double b) {
        return a * b;
    }

    @Override
    public void emit(Code code) {
        code.multiply();
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        if (a == b) {
            return Arrays.asList(Nodes.multiply(Nodes.multiply(adjoint, Nodes.constant(2)), a), null);
        }
        return List.of(Nodes.multiply(adjoint, b), Nodes.multiply(adjoint, a));
    }
}
