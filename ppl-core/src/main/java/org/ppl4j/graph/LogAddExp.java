package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Elementary;

/** The logarithm of the sum of two exponentials, without overflow. */
public record LogAddExp() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return logAddExp(a, b);
    }

    /**
     * Returns the logarithm of a sum of exponentials.
     *
     * @param a one exponent
     * @param b the other exponent
     */
    public static double logAddExp(double a, double b) {
        double distance = Math.abs(a - b);
        // the distance of two equal infinities is not a number
        return Math.max(a, b) + (distance < Double.POSITIVE_INFINITY ? Elementary.softplus(-distance) : 0);
    }

    @Override
    public void emit(Code code) {
        code.call(LogAddExp.class, "logAddExp", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        return List.of(
                Nodes.multiply(adjoint, Nodes.sigmoid(Nodes.subtract(a, b))),
                Nodes.multiply(adjoint, Nodes.sigmoid(Nodes.subtract(b, a))));
    }
}
