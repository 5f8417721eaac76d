package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.TriangularSystem;

/**
 * The solution of L X = B, or of Lᵀ X = B, for a lower triangular matrix L; reads the lower triangle only.
 *
 * @param transposed whether the matrix is transposed
 */
public record TriangularSolve(boolean transposed) implements ScratchOp {

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
    public Shape scratch(Node node) {
        int n = node.shape().dimension(0);
        int columns = node.shape().dimension(1);
        return Shape.of(TriangularSystem.scratchRows(n, columns), TriangularSystem.scratchColumns(n, columns));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output, double[][] scratch) {
        int n = node.shape().dimension(0);
        int columns = node.shape().dimension(1);
        TriangularSystem.solve(inputs[0], transposed, n, inputs[1], columns, output, scratch);
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
        return List.of(Nodes.multiply(outer, Matrices.lower(factor.shape(), -1, -1)), right);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TriangularSolve that && transposed == that.transposed;
    }

    @Override
    public int hashCode() {
        return Boolean.hashCode(transposed);
    }
}
