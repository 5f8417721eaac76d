package org.ppl4j.graph;

/** The sign: -1, 0 or 1. */
public record Sign() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Math.signum(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Math.class, "signum", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.constant(0);
    }
}
