package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The logistic function 1 / (1 + exp(-x)). */
public record Sigmoid() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.sigmoid(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "sigmoid", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.multiply(y, Nodes.sigmoid(Nodes.negate(x)));
    }
}
