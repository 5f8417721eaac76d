package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The arctangent. */
public record Arctangent() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.atan(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "atan", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.divide(Nodes.constant(1), Nodes.add(Nodes.multiply(x, x), Nodes.constant(1)));
    }
}
