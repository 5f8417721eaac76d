package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Lanes;

/**
 * The trace of Bᵀ A⁻¹ B, for a vector B of one column the quadratic form, given the symmetric positive-definite matrix A,
 * its Cholesky factor L, the matrix B and the solution of L Z = B. The derivative goes to A and to B, not through the factor
 * and the solution.
 */
public record QuadraticForm() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        Matrices.requireFactor(inputs);
        Shape right = new TriangularSolve(false).shape(List.of(inputs.get(1), inputs.get(2)));
        if (!inputs.get(3).equals(right)) {
            throw new IllegalArgumentException("the solution must have the shape " + right);
        }
        return Shape.SCALAR;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        output[0] = Lanes.dot(inputs[3], 0, inputs[3], 0, inputs[3].length);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node weighted = Node.of(new TriangularSolve(true), node.input(1), node.input(3));
        return Arrays.asList(
                Node.of(new QuadraticFormAdjoint(), node.input(0), weighted, adjoint),
                null,
                Nodes.multiply(weighted, Nodes.multiply(Nodes.constant(2), adjoint)),
                null);
    }
}
