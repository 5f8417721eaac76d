package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The logarithm of one minus the exponential of a negative operand, accurate near zero and far from it. */
public record Log1mExp() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.log1mExp(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "log1mExp", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.divide(Nodes.constant(-1), Nodes.apply(new Expm1(), Nodes.negate(x)));
    }
}
