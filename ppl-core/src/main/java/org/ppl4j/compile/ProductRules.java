package org.ppl4j.compile;

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

/** Matrix products of vectors, turned into element-wise products, which fuse with what surrounds them. */
final class ProductRules implements Rule {

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (!(op instanceof MatrixMultiply product)) {
            return null;
        }
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
