package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The logarithm of one plus the operand, which is from 0 to 1. */
public record Log1pOfFraction() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.log1pOfFraction(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "log1pOfFraction", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.divide(Nodes.constant(1), Nodes.add(x, Nodes.constant(1)));
    }
}
