package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The sine. */
public record Sine() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.sin(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "sin", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.apply(new Cosine(), x);
    }
}
