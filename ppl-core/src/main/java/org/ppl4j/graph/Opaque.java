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
        try {
            function.evaluate(inputs, node.inputs().stream().map(Node::shape).toList(), output);
        } catch (ArithmeticException failure) {
            throw located(failure, node);
        }
    }

    /** Returns what arithmetic failed at, with the user's line if that is noted and not told yet. */
    static ArithmeticException located(ArithmeticException failure, Node node) {
        String text = String.valueOf(failure.getMessage());
        Origin line = node.origin();
        if (line == null || line.equals(Origin.UNKNOWN) || text.contains(line.toString())) {
            return failure;
        }
        var located = new ArithmeticException("At " + line + ": " + text);
        located.initCause(failure);
        return located;
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
