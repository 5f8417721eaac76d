package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that stands for a named data input, whose values can be replaced without compiling anew.
 *
 * @param key the name of the input
 */
public record Data(String key) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        throw new IllegalStateException("A leaf is made by Node.leaf or Node.symbol, with its shape.");
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Data that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
