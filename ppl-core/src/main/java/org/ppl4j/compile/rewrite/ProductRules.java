package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;

/**
 * Matrix products of vectors, and of diagonal matrices, turned into element-wise products, which fuse with what surrounds
 * them; and sums, row by row or column by column, of data times a vector, turned into the matrix products that they are.
 */
public final class ProductRules implements Rule {

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (op instanceof Sum sum) {
            return ofSum(sum, inputs.get(0), simplifier);
        }
        if (!(op instanceof MatrixMultiply product)) {
            return null;
        }
        Node ofDiagonal = DiagonalProducts.rewrite(product, inputs, simplifier);
        return ofDiagonal != null ? ofDiagonal : ofVectors(product, inputs, simplifier);
    }

    private static @Nullable Node ofSum(Sum sum, Node x, Simplifier simplifier) {
        if (x.op() instanceof MatrixMultiply product && sum.isFull(x.shape())) {
            return total(product, x, simplifier);
        }
        if (x.shape().rank() != 2 || sum.axes().size() != 1 || !(x.op() instanceof Multiply)) {
            return null;
        }
        int axis = sum.axes().get(0);
        for (int side = 0; side < 2; side++) {
            Node data = x.input(side);
            Node vector = repeated(x.input(1 - side), axis);
            if (vector != null && !simplifier.interner().dependsOnVariables(data)) {
                Node column = simplifier.make(new Reshape(Shape.of(vector.size(), 1)), vector);
                Node product = simplifier.make(new MatrixMultiply(axis == 0, false), data, column);
                return simplifier.make(new Reshape(sum.shape(List.of(x.shape()))), product);
            }
        }
        return null;
    }

    /** Returns the sum of a product of data and a vector, which is one of all the data times their factors. */
    private static @Nullable Node total(MatrixMultiply product, Node x, Simplifier simplifier) {
        Node data = x.input(0);
        Node vector = x.input(1);
        if (x.shape().dimension(1) != 1 || simplifier.interner().dependsOnVariables(data)) {
            return null;
        }
        Shape along = product.transposeLeft() ? Shape.of(vector.size(), 1) : Shape.of(vector.size());
        Node factors = simplifier.make(new Broadcast(data.shape()), simplifier.make(new Reshape(along), vector));
        return simplifier.make(new Sum(List.of(0, 1)), simplifier.make(new Multiply(), data, factors));
    }

    /** Returns the vector along an axis of which a matrix repeats; null if it is another one. */
    private static @Nullable Node repeated(Node matrix, int axis) {
        if (!(matrix.op() instanceof Broadcast)) {
            return null;
        }
        Node vector = matrix.input(0);
        int length = matrix.shape().dimension(axis);
        int place = vector.shape().rank() - 2 + axis;
        boolean isAlong = place >= 0 && vector.shape().dimension(place) == length;
        return isAlong && length > 1 && vector.size() == length ? vector : null;
    }

    private static @Nullable Node ofVectors(MatrixMultiply product, List<Node> inputs, Simplifier simplifier) {
        Node a = inputs.get(0);
        Node b = inputs.get(1);
        Shape shape = product.shape(List.of(a.shape(), b.shape()));
        int rows = shape.dimension(0);
        int columns = shape.dimension(1);
        int inner = a.size() / Math.max(1, rows);
        if (rows == 1 && columns == 1) {
            Node left = simplifier.make(new Reshape(Shape.of(inner)), a);
            Node right = simplifier.make(new Reshape(Shape.of(inner)), b);
            Node sum = simplifier.make(new Sum(List.of(0)), simplifier.make(new Multiply(), left, right));
            return simplifier.make(new Reshape(shape), sum);
        }
        if (inner == 1) {
            Node left = simplifier.make(new Reshape(Shape.of(rows, 1)), a);
            Node right = simplifier.make(new Reshape(Shape.of(1, columns)), b);
            return simplifier.make(
                    new Multiply(),
                    simplifier.make(new Broadcast(shape), left),
                    simplifier.make(new Broadcast(shape), right));
        }
        if (rows == 1 && !product.transposeLeft()) {
            Node column = simplifier.make(new Reshape(Shape.of(inner, 1)), a);
            return simplifier.make(new MatrixMultiply(true, product.transposeRight()), column, b);
        }
        if (columns == 1 && product.transposeRight()) {
            Node column = simplifier.make(new Reshape(Shape.of(inner, 1)), b);
            return simplifier.make(new MatrixMultiply(product.transposeLeft(), false), a, column);
        }
        return null;
    }
}
