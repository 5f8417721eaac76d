package org.ppl4j.graph;

/** The square root. */
public record SquareRoot() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Math.sqrt(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Math.class, "sqrt", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.divide(Nodes.constant(0.5), y);
    }
}
