package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.FactorAdjoint;

/**
 * The adjoint of a symmetric positive-definite matrix, given the matrix, its Cholesky factor and the adjoint of that, of
 * which the lower triangle is read: what a change of an element of the matrix's lower triangle changes. It has the
 * matrix's shape; of a square matrix the elements above the diagonal are zero.
 */
public record CholeskyAdjoint() implements ScratchOp {

    @Override
    public Shape shape(List<Shape> inputs) {
        Matrices.requireFactor(inputs);
        if (Matrices.order(inputs.get(2)) != Matrices.order(inputs.get(0))) {
            throw new IllegalArgumentException("the adjoint must be as large as the factor");
        }
        return inputs.get(0);
    }

    @Override
    public Shape scratch(Node node) {
        return Matrices.scratch(node.input(1).shape().dimension(0));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output, double[][] scratch) {
        FactorAdjoint.adjoint(
                inputs[1],
                inputs[2],
                Matrices.isPacked(node.input(2).shape()),
                node.input(1).shape().dimension(0),
                output,
                Matrices.isPacked(node.shape()),
                scratch);
    }

    /**
     * {@inheritDoc}
     *
     * <p>By the matrix form of the adjoint, S = ½ L⁻ᵀ (Φ(LᵀG) + Φ(LᵀG)ᵀ) L⁻¹, where Φ takes the lower triangle and halves
     * its diagonal: Murray, "Differentiation of the Cholesky decomposition" (2016), equation 10.
     */
    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node factor = node.input(1);
        Node given = Matrices.square(node.input(2));
        Node result = Matrices.square(node);
        Node symmetric = Nodes.multiply(Nodes.constant(0.5), Nodes.add(result, Nodes.transpose(result)));
        Node doubled = Nodes.multiply(Matrices.square(adjoint), Matrices.lower(factor.shape(), 1, 0.5));
        Node flowing = Nodes.add(doubled, Nodes.transpose(doubled));
        Node left = Node.of(new TriangularSolve(false), factor, flowing);
        Node both = Node.of(new TriangularSolve(false), factor, Nodes.transpose(left));
        Node inner = Nodes.multiply(both, Matrices.lower(factor.shape(), 1, 0.5));
        Node lowerGiven = Nodes.multiply(given, Matrices.lower(factor.shape(), 1, 1));
        Node ofFactor = Nodes.subtract(
                Nodes.matrixMultiply(lowerGiven, inner, false, true),
                Nodes.multiply(Nodes.constant(2), Nodes.matrixMultiply(symmetric, left, false, true)));
        Node ofGiven = Nodes.matrixMultiply(factor, inner, false, false);
        return Arrays.asList(
                null,
                Nodes.multiply(ofFactor, Matrices.lower(factor.shape(), 1, 1)),
                Matrices.like(node.input(2).shape(), ofGiven));
    }
}
