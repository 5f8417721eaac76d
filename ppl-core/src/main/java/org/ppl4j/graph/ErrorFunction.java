package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The error function. */
public record ErrorFunction() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.erf(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "erf", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.multiply(Nodes.constant(2 / Math.sqrt(Math.PI)), Nodes.exp(Nodes.negate(Nodes.multiply(x, x))));
    }
}
