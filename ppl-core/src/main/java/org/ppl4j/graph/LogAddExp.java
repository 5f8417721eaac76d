package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Elementary;

/** The logarithm of the sum of two exponentials, without overflow. */
public record LogAddExp() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return Elementary.logAddExp(a, b);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "logAddExp", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node difference = Nodes.subtract(node.input(0), node.input(1));
        // of two equal infinities it is no number
        Node isNumber = Nodes.apply(new EqualTo(), difference, difference);
        Node distance = Nodes.select(isNumber, difference, Nodes.constant(0));
        return List.of(
                Nodes.multiply(adjoint, Nodes.sigmoid(distance)),
                Nodes.multiply(adjoint, Nodes.sigmoid(Nodes.negate(distance))));
    }
}
