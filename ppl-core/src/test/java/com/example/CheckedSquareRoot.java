package com.example;

import org.ppl4j.graph.Code;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.tensor.Tensor;

/** An element-wise operation as a user writes one: a square root that refuses negative numbers. */
public record CheckedSquareRoot() implements UnaryOp {

    /**
     * Returns the operation applied to a tensor.
     *
     * @param x the operand
     */
    public static Tensor of(Tensor x) {
        return Tensor.of(Nodes.apply(new CheckedSquareRoot(), x.node()));
    }

    /**
     * Returns the square root.
     *
     * @param x the operand, not negative
     */
    public static double root(double x) {
        if (x < 0) {
            throw new ArithmeticException("no real root of " + x);
        }
        return Math.sqrt(x);
    }

    @Override
    public double apply(double x) {
        return root(x);
    }

    @Override
    public void emit(Code code) {
        code.call(CheckedSquareRoot.class, "root", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.divide(Nodes.constant(0.5), y);
    }
}
