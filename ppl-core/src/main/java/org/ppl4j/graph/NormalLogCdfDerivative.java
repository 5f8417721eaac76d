package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The derivative of {@link NormalLogCdf}: the standard normal's density divided by its distribution function. */
public record NormalLogCdfDerivative() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Special.normalLogCdfDerivative(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "normalLogCdfDerivative", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.negate(Nodes.multiply(y, Nodes.add(x, y)));
    }
}
