package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.CholeskyDecomposition;

/**
 * The inverse of a symmetric positive-definite matrix, given the matrix and its Cholesky factor: symmetric to the last bit,
 * or packed if the matrix is.
 */
public record SymmetricInverse() implements ScratchOp {

    @Override
    public Shape shape(List<Shape> inputs) {
        Matrices.requireFactor(inputs);
        return inputs.get(0);
    }

    @Override
    public Shape scratch(Node node) {
        return Matrices.scratch(node.input(1).shape().dimension(0));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output, double[][] scratch) {
        int n = node.input(1).shape().dimension(0);
        CholeskyDecomposition.inverse(inputs[1], n, output, Matrices.isPacked(node.shape()), scratch);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node inverse = Matrices.symmetric(node);
        Node flowing = Matrices.square(adjoint);
        Node twice = Nodes.add(flowing, Nodes.transpose(flowing));
        Node left = Nodes.matrixMultiply(inverse, twice, false, false);
        Node both = Matrices.like(node.shape(), Nodes.matrixMultiply(left, inverse, false, false));
        return Arrays.asList(Nodes.multiply(both, Matrices.lower(node.shape(), -1, -0.5)), null);
    }
}
