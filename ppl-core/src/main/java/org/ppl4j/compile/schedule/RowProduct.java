package org.ppl4j.compile.schedule;

import java.util.Optional;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.math.Lanes;

/**
 * A product of a matrix and a vector, seen as work on the matrix's rows in memory, one after the other: either each row's
 * inner product with the vector is an element of the result, or the result is the sum of the rows, each times an element of
 * the vector.
 *
 * @param node the product
 * @param matrix the operand whose rows are gone through
 * @param vector the other operand
 * @param rows the number of rows
 * @param width the number of elements of a row
 * @param sumsRows whether rows are added up, rather than multiplied with the vector
 */
public record RowProduct(Node node, Node matrix, Node vector, int rows, int width, boolean sumsRows) {

    /** Fewer rows, or shorter ones, are not worth SIMD code. */
    private static final int FEWEST_ROWS = 2 * Lanes.COUNT;

    /** Returns how a node's value is computed by rows, if it can be. */
    public static Optional<RowProduct> of(Node node) {
        if (!(node.op() instanceof MatrixMultiply product)) {
            return Optional.empty();
        }
        if (node.shape().dimension(1) == 1) {
            return Optional.of(of(node, node.input(0), node.input(1), product.transposeLeft()));
        }
        if (node.shape().dimension(0) == 1) {
            return Optional.of(of(node, node.input(1), node.input(0), !product.transposeRight()));
        }
        return Optional.empty();
    }

    private static RowProduct of(Node node, Node matrix, Node vector, boolean sumsRows) {
        Shape shape = matrix.shape();
        return new RowProduct(node, matrix, vector, shape.dimension(0), shape.dimension(1), sumsRows);
    }

    public boolean isWorthwhile() {
        return rows >= FEWEST_ROWS && width >= Lanes.COUNT;
    }

    /** Returns how many numbers of memory the lanes take: those of each element of a sum, or those of a few rows. */
    int laneCount() {
        return Lanes.COUNT * (sumsRows ? width : Lanes.COUNT);
    }
}
