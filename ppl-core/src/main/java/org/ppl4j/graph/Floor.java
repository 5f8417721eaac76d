package org.ppl4j.graph;

/** The largest integer that is not above the operand. */
public record Floor() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Math.floor(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Math.class, "floor", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.constant(0);
    }
}
