package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The logarithm of one plus the exponential, without overflow. */
public record Softplus() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.softplus(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "softplus", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.sigmoid(x);
    }
}
