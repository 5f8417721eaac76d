package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The distribution function of the standard normal. */
public record NormalCdf() implements UnaryOp {

    private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

    @Override
    public double apply(double x) {
        return Special.normalCdf(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "normalCdf", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        Node halfSquare = Nodes.multiply(Nodes.constant(-0.5), Nodes.multiply(x, x));
        return Nodes.multiply(Nodes.constant(DENSITY_AT_ZERO), Nodes.exp(halfSquare));
    }
}
