package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The natural logarithm of one plus the operand, accurate near zero. */
public record Log1p() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.log1p(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "log1p", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.divide(Nodes.constant(1), Nodes.add(x, Nodes.constant(1)));
    }
}
