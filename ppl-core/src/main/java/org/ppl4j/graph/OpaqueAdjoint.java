package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The adjoints of all arguments of a {@link DifferentiableFunction}, one after the other as one vector. The operands are
 * the function's, then the adjoint of its result.
 *
 * @param function the function
 */
public record OpaqueAdjoint(DifferentiableFunction function) implements Op {

    @Override
    public String name() {
        return "adjoint of " + function.name();
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return Shape.of(inputs.subList(0, inputs.size() - 1).stream()
                .mapToInt(Shape::size)
                .sum());
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        int arguments = inputs.length - 1;
        double[][] adjoints = new double[arguments][];
        for (int k = 0; k < arguments; k++) {
            adjoints[k] = new double[node.input(k).size()];
            Arrays.fill(adjoints[k], Double.NaN);
        }
        // what is put in the place of an array that was to be filled is not read
        double[][] received = adjoints.clone();
        List<Shape> shapes =
                node.inputs().subList(0, arguments).stream().map(Node::shape).toList();
        try {
            function.vectorJacobianProduct(Arrays.copyOf(inputs, arguments), shapes, inputs[arguments], received);
        } catch (RuntimeException failure) {
            throw Opaque.failed(
                    "The vector-Jacobian product of the function \"" + function.name() + '"', node, failure);
        }
        int at = 0;
        for (double[] part : adjoints) {
            System.arraycopy(part, 0, output, at, part.length);
            at += part.length;
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        throw new UnsupportedOperationException("The function \"" + function.name()
                + "\" is known by its value and first derivative only; a second derivative was asked for.");
    }
}
