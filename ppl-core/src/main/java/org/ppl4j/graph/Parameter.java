package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that stands for what differs from step to step, or comes from outside, in the body of a {@link Scan}.
 *
 * @param index which parameter of the body it is
 */
public record Parameter(int index) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        throw new IllegalStateException("A leaf is made by Node.symbol, with its shape.");
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        throw new SymbolicValueException();
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameter that && index == that.index;
    }

    @Override
    public int hashCode() {
        return index;
    }
}
