package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The exponential function minus one, accurate near zero. */
public record Expm1() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.expm1(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "expm1", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.exp(x);
    }
}
