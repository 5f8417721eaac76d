package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The natural logarithm. */
public record Log() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.log(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "log", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.divide(Nodes.constant(1), x);
    }
}
