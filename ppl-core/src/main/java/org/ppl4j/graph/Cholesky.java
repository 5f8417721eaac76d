package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.CholeskyDecomposition;

/**
 * The lower Cholesky factor of a symmetric positive-definite matrix; reads its lower triangle only, or is given that
 * alone, packed row after row into a vector. All NaN if the matrix is not positive definite, so that a sampler rejects
 * the position.
 */
public record Cholesky() implements ScratchOp {

    @Override
    public Shape shape(List<Shape> inputs) {
        int n = Matrices.order(inputs.get(0));
        return Shape.of(n, n);
    }

    @Override
    public Shape scratch(Node node) {
        return Matrices.scratch(node.shape().dimension(0));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output, double[][] scratch) {
        boolean packed = Matrices.isPacked(node.input(0).shape());
        CholeskyDecomposition.factor(inputs[0], packed, node.shape().dimension(0), output, scratch);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Node.of(new CholeskyAdjoint(), node.input(0), node, adjoint));
    }
}
