package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The product of a vector and a matrix in logarithms, {@code log(exp(x) exp(L))}, without overflow. The operands are x, of as
 * many elements as L has rows, then L, then exp(L), of which nothing else is known and that derivatives leave out.
 */
public record LogProduct() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape logs = inputs.get(1);
        if (logs.rank() != 2
                || logs.dimension(0) == 0
                || !inputs.get(0).equals(Shape.of(logs.dimension(0)))
                || !inputs.get(2).equals(logs)) {
            throw new IllegalArgumentException("a vector and two matrices of as many rows are needed, got " + inputs);
        }
        return Shape.of(logs.dimension(1));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        org.ppl4j.math.LogProduct.multiply(inputs[0], inputs[1], inputs[2], output);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node shares = Node.of(new LogProductShares(), node.input(0), node.input(1), node.input(2), adjoint);
        return Arrays.asList(Nodes.sum(shares, List.of(1)), shares, null);
    }
}
