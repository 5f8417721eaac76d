package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The exponential function. */
public record Exp() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.exp(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "exp", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return y;
    }
}
