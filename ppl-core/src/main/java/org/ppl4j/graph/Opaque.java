package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a {@link DifferentiableFunction}.
 *
 * @param function the function
 */
public record Opaque(DifferentiableFunction function) implements Op {

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape shape = function.outputShape(inputs);
        if (shape == null) {
            throw new IllegalArgumentException("the function's outputShape returns null, not a shape");
        }
        return shape;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        Arrays.fill(output, Double.NaN);
        function.evaluate(inputs, node.inputs().stream().map(Node::shape).toList(), output);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        List<Node> operands = new ArrayList<>(node.inputs());
        operands.add(adjoint);
        Node all = Node.of(new OpaqueAdjoint(function), operands);
        List<@Nullable Node> parts = new ArrayList<>();
        int at = 0;
        for (Node input : node.inputs()) {
            parts.add(Node.of(new Take(Indices.range(input.size(), at, 1), input.shape()), all));
            at += input.size();
        }
        return parts;
    }
}
