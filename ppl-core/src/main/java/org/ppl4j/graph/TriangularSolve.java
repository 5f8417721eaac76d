package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The solution of L X = B, or of Lᵀ X = B, for a lower triangular matrix L; reads the lower triangle only.
 *
 * @param transposed whether the matrix is transposed
 */
public record TriangularSolve(boolean transposed) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape factor = Matrices.requireSquare(inputs.get(0));
        Shape right = inputs.get(1);
        if (right.rank() != 2 || right.dimension(0) != factor.dimension(0)) {
            throw new IllegalArgumentException("the right side must be a matrix of " + factor.dimension(0) + " rows");
        }
        return right;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        int n = node.shape().dimension(0);
        int columns = node.shape().dimension(1);
        double[] factor = inputs[0];
        System.arraycopy(inputs[1], 0, output, 0, output.length);
        for (int step = 0; step < n; step++) {
            int i = transposed ? n - 1 - step : step;
            double pivot = factor[i * n + i];
            for (int c = 0; c < columns; c++) {
                output[i * columns + c] /= pivot;
            }
            for (int k = transposed ? 0 : i + 1; k < (transposed ? i : n); k++) {
                double weight = -(transposed ? factor[i * n + k] : factor[k * n + i]);
                for (int c = 0; c < columns; c++) {
                    output[k * columns + c] = Math.fma(weight, output[i * columns + c], output[k * columns + c]);
                }
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation" (2008),
     * section 2.3.1.
     */
    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node factor = node.input(0);
        Node right = Node.of(new TriangularSolve(!transposed), factor, adjoint);
        Node outer = transposed
                ? Nodes.matrixMultiply(node, right, false, true)
                : Nodes.matrixMultiply(right, node, false, true);
        int n = factor.shape().dimension(0);
        double[] mask = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                mask[i * n + j] = -1;
            }
        }
        return List.of(Nodes.multiply(outer, Constant.of(factor.shape(), mask)), right);
    }
}
