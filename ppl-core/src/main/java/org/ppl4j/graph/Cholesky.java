package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lower Cholesky factor of a symmetric positive-definite matrix; reads its lower triangle only. All NaN if the
 * matrix is not positive definite, so that a sampler rejects the position.
 */
public record Cholesky() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        return Matrices.requireSquare(inputs.get(0));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        int n = node.shape().dimension(0);
        double[] a = inputs[0];
        Arrays.fill(output, 0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = a[i * n + j] - org.ppl4j.math.Lanes.dot(output, i * n, output, j * n, j);
                if (i == j) {
                    if (!(rest > 0)) {
                        Arrays.fill(output, Double.NaN);
                        return;
                    }
                    output[i * n + i] = Math.sqrt(rest);
                } else {
                    output[i * n + j] = rest / output[j * n + j];
                }
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Murray, "Differentiation of the Cholesky decomposition" (2016), equation 10.
     */
    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        int n = node.shape().dimension(0);
        double[] halved = new double[n * n];
        double[] lower = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                halved[i * n + j] = 1;
                lower[i * n + j] = 2;
            }
            halved[i * n + i] = 0.5;
            lower[i * n + i] = 1;
        }
        Node product =
                Nodes.multiply(Nodes.matrixMultiply(node, adjoint, true, false), Constant.of(node.shape(), halved));
        Node left = Node.of(new TriangularSolve(true), node, product);
        Node both = Nodes.transpose(Node.of(new TriangularSolve(true), node, Nodes.transpose(left)));
        Node symmetric = Nodes.multiply(Nodes.constant(0.5), Nodes.add(both, Nodes.transpose(both)));
        return List.of(Nodes.multiply(symmetric, Constant.of(node.shape(), lower)));
    }
}
