package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The second derivative of the logarithm of the gamma function. */
public record Trigamma() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Special.trigamma(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "trigamma", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.apply(new Tetragamma(), x);
    }
}
