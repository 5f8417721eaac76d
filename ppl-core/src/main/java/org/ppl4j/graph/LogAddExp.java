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
        Node a = node.input(0);
        Node b = node.input(1);
        return List.of(Nodes.multiply(adjoint, share(a, b)), Nodes.multiply(adjoint, share(b, a)));
    }

    /** Returns the exponential's part in the sum of both. */
    private static Node share(Node exponent, Node other) {
        Node difference = Nodes.subtract(exponent, other);
        // of two equal infinities it is no number
        Node isNumber = Nodes.apply(new EqualTo(), difference, difference);
        return Nodes.sigmoid(Nodes.select(isNumber, difference, Nodes.constant(0)));
    }
}
