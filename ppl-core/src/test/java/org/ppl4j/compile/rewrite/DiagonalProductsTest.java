package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Products with diagonal matrices are products element by element. */
class DiagonalProductsTest {

    private static final int N = 40;

    private static String explained(UnaryOperator<Tensor> product) {
        double[] position = new SplittableRandom(3).doubles(N + 2 * N, -1, 1).toArray();
        return PassComparison.of(q -> product.apply(q).sin().sum(), position, Optimization.PRODUCTS)
                .whole()
                .explain();
    }

    private static Tensor diagonal(Tensor q) {
        return q.slice(0, N).toDiagonalMatrix();
    }

    private static Tensor matrix(Tensor q, int rows) {
        return q.slice(N, 3 * N).reshape(rows, 2 * N / rows);
    }

    private static Tensor product(Tensor a, Tensor b, boolean left, boolean right) {
        return Tensor.of(Nodes.matrixMultiply(a.node(), b.node(), left, right));
    }

    @Test
    void onEitherSideTransposedOrNot() {
        for (boolean flipped : new boolean[] {false, true}) {
            assertThat(explained(q -> product(diagonal(q), matrix(q, N), flipped, false)))
                    .doesNotContain("matrixMultiply");
            assertThat(explained(q -> product(diagonal(q), matrix(q, 2), flipped, true)))
                    .doesNotContain("matrixMultiply");
            assertThat(explained(q -> product(matrix(q, 2), diagonal(q), false, flipped)))
                    .doesNotContain("matrixMultiply");
            assertThat(explained(q -> product(matrix(q, N), diagonal(q), true, flipped)))
                    .doesNotContain("matrixMultiply");
        }
    }

    @Test
    void anotherDiagonalIsLeft() {
        assertThat(explained(q -> {
                    Tensor below = Tensor.of(Node.of(
                            new Put(Indices.range(N - 1, N, N + 1), Shape.of(N, N)),
                            q.slice(0, N - 1).node()));
                    return below.dot(matrix(q, N));
                }))
                .contains("matrixMultiply");
    }
}
