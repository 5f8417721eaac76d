package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that derivatives are taken with respect to.
 *
 * @param symbol tells it from others
 */
public record Variable(String symbol) implements Op {

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
        return other instanceof Variable that && symbol.equals(that.symbol);
    }

    @Override
    public int hashCode() {
        return symbol.hashCode();
    }
}
