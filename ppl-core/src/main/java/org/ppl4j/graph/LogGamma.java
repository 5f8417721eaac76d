package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The logarithm of the absolute value of the gamma function. */
public record LogGamma() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Special.logGamma(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "logGamma", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.apply(new Digamma(), x);
    }
}
