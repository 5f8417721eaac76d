package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.CholeskyDecomposition;

/**
 * The adjoint of a symmetric positive-definite matrix A, given A, the matrix A⁻¹ B and the adjoint of the
 * {@link QuadraticForm} of A and B: what a change of an element of the lower triangle changes.
 */
public record QuadraticFormAdjoint() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape columns = inputs.get(1);
        int n = Matrices.order(inputs.get(0));
        if (columns.rank() != 2 || columns.dimension(0) != n || inputs.get(2).size() != 1) {
            throw new IllegalArgumentException("a matrix of " + n + " rows and a number are needed, got " + inputs);
        }
        return inputs.get(0);
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        int n = node.input(1).shape().dimension(0);
        int columns = node.input(1).shape().dimension(1);
        boolean isPacked = Matrices.isPacked(node.shape());
        double twice = -2 * inputs[2][0];
        for (int i = 0; i < n; i++) {
            int start = isPacked ? CholeskyDecomposition.packedSize(i) : i * n;
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int c = 0; c < columns; c++) {
                    sum = Math.fma(inputs[1][i * columns + c], inputs[1][j * columns + c], sum);
                }
                output[start + j] = twice * sum;
            }
            output[start + i] *= 0.5;
            if (!isPacked) {
                Arrays.fill(output, start + i + 1, start + n, 0);
            }
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node columns = node.input(1);
        Node weighted = Nodes.multiply(adjoint, Matrices.lower(adjoint.shape(), -2, -1));
        Node flowing = Matrices.square(Nodes.multiply(weighted, node.input(2)));
        Node both = Nodes.add(flowing, Nodes.transpose(flowing));
        return Arrays.asList(
                null,
                Nodes.matrixMultiply(both, columns, false, false),
                Nodes.sum(Nodes.multiply(weighted, Matrices.outerProducts(adjoint.shape(), columns))));
    }
}
