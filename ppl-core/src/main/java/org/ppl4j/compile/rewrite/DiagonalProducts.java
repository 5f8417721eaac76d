package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/** Products with a diagonal matrix, as of scales and a correlation's factor: each row, or each column, times a number. */
final class DiagonalProducts {

    private DiagonalProducts() {}

    /** Returns a product element by element; null if neither matrix is a vector put on the diagonal. */
    static @Nullable Node rewrite(MatrixMultiply product, List<Node> inputs, Simplifier simplifier) {
        Node left = diagonal(inputs.get(0));
        Node diagonal = left != null ? left : diagonal(inputs.get(1));
        if (diagonal == null) {
            return null;
        }
        boolean isLeft = diagonal == left;
        Node other = inputs.get(isLeft ? 1 : 0);
        boolean isTransposed = isLeft ? product.transposeRight() : product.transposeLeft();
        Node matrix = isTransposed ? transposed(other, simplifier) : other;
        Node factors = isLeft ? simplifier.make(new Reshape(Shape.of(diagonal.size(), 1)), diagonal) : diagonal;
        Node repeated = simplifier.make(new Broadcast(matrix.shape()), factors);
        return simplifier.make(new Multiply(), matrix, repeated);
    }

    private static Node transposed(Node matrix, Simplifier simplifier) {
        int rows = matrix.shape().dimension(0);
        int columns = matrix.shape().dimension(1);
        return simplifier.make(new Take(Indices.transposed(rows, columns), Shape.of(columns, rows)), matrix);
    }

    private static @Nullable Node diagonal(Node matrix) {
        if (!(matrix.op() instanceof Put put)) {
            return null;
        }
        int n = matrix.shape().dimension(0);
        boolean isDiagonal =
                matrix.shape().equals(Shape.of(n, n)) && put.indices().equals(Indices.range(n, 0, n + 1));
        return isDiagonal ? matrix.input(0) : null;
    }
}
