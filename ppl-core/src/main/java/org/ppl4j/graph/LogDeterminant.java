package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Elementary;

/**
 * The logarithm of the determinant of a symmetric positive-definite matrix, given the matrix and its Cholesky factor. The
 * derivative goes to the matrix, as its inverse, not through the factor.
 */
public record LogDeterminant() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        Matrices.requireFactor(inputs);
        return Shape.SCALAR;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        int n = node.input(1).shape().dimension(0);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Elementary.log(inputs[1][i * n + i]);
        }
        output[0] = 2 * sum;
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return Arrays.asList(Node.of(new LogDeterminantAdjoint(), node.input(0), node.input(1), adjoint), null);
    }
}
