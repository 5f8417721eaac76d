package org.ppl4j.graph;

/** The absolute value; its derivative at zero is taken as zero. */
public record Absolute() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Math.abs(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Math.class, "abs", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.apply(new Sign(), x);
    }
}
