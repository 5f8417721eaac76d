package org.ppl4j.graph;

/** The negative. */
public record Negate() implements UnaryOp {

    @Override
    public double apply(double x) {
        return -x;
    }

    @Override
    public void emit(Code code) {
        code.negate();
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.constant(-1);
    }
}
