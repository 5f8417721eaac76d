package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The cosine. */
public record Cosine() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.cos(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "cos", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.negate(Nodes.apply(new Sine(), x));
    }
}
