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
        } catch (RuntimeException failure) {
            throw failed("The function \"" + function.name() + '"', node, failure);
        }
    }

    /**
     * Returns what is thrown where a function fails: a numerical failure, at which a sampler rejects the position; where it says
     * that it has no derivative, it has none anywhere, and what is thrown says so too.
     */
    static RuntimeException failed(String what, Node node, RuntimeException failure) {
        Origin noted = node.origin();
        Origin origin = noted == null ? Origin.ofCaller() : noted;
        String place = origin.equals(Origin.UNKNOWN) ? "" : " (" + origin + ")";
        if (failure instanceof UnsupportedOperationException) {
            return new UnsupportedOperationException(what + place + " threw " + failure, failure);
        }
        boolean isMeant = failure instanceof ArithmeticException && failure.getMessage() != null;
        String text = isMeant
                ? " failed: " + failure.getMessage()
                : " threw " + failure.toString().replaceAll("\\.$", "")
                        + ". Where it has no value, have it fill in NaN, or"
                        + " throw an ArithmeticException that says why; else look for the error in the cause's stack trace.";
        var failed = new ArithmeticException(what + place + text);
        failed.initCause(failure);
        return failed;
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        List<Node> operands = new ArrayList<>(node.inputs());
        operands.add(adjoint);
        Node all = Node.of(new OpaqueAdjoint(function), operands);
        all.noteOrigin(node.origin());
        List<@Nullable Node> parts = new ArrayList<>();
        int at = 0;
        for (Node input : node.inputs()) {
            parts.add(Node.of(new Take(Indices.range(input.size(), at, 1), input.shape()), all));
            at += input.size();
        }
        return parts;
    }
}
