package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The hyperbolic tangent. */
public record Tanh() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.tanh(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "tanh", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.subtract(Nodes.constant(1), Nodes.multiply(y, y));
    }
}
