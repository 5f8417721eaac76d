package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The derivative of the logarithm of the gamma function. */
public record Digamma() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Special.digamma(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "digamma", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.apply(new Trigamma(), x);
    }
}
