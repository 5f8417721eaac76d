package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each term is of its column's sum in a {@link LogProduct}, times a number for the column: {@code w_j exp(x_i + L_ij -
 * y_j)}, the adjoint of L. The operands are those of the product, then w.
 */
public record LogProductShares() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape columns = new LogProduct().shape(inputs.subList(0, 3));
        if (!inputs.get(3).equals(columns)) {
            throw new IllegalArgumentException("a number for each column is needed, got " + inputs);
        }
        return inputs.get(1);
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        org.ppl4j.math.LogProduct.shares(inputs[0], inputs[1], inputs[2], inputs[3], output);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node weighted = Nodes.multiply(adjoint, node);
        Node common = shares(node, Nodes.sum(weighted, List.of(0)));
        Node ofLogs = Nodes.subtract(weighted, common);
        Node ones = Nodes.broadcast(Nodes.constant(1), node.input(3).shape());
        Node ofWeights = Nodes.sum(Nodes.multiply(adjoint, shares(node, ones)), List.of(0));
        return Arrays.asList(Nodes.sum(ofLogs, List.of(1)), ofLogs, null, ofWeights);
    }

    private static Node shares(Node like, Node weights) {
        return Node.of(like.op(), like.input(0), like.input(1), like.input(2), weights);
    }
}
