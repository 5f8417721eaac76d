package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element-wise function of one operand. */
public non-sealed interface UnaryOp extends ElementwiseOp {

    /**
     * Returns the function's value.
     *
     * @param x the operand
     */
    double apply(double x);

    /**
     * Returns the derivative, as a graph.
     *
     * @param x the operand
     * @param y the function's value at the operand
     */
    Node derivative(Node x, Node y);

    @Override
    default int arity() {
        return 1;
    }

    @Override
    default void evaluate(Node node, double[][] inputs, double[] output) {
        double[] x = inputs[0];
        for (int i = 0; i < output.length; i++) {
            output[i] = apply(x[i]);
        }
    }

    @Override
    default List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Nodes.multiply(adjoint, derivative(node.input(0), node)));
    }
}
