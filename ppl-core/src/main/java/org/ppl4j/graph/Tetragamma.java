package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The third derivative of the logarithm of the gamma function. */
public record Tetragamma() implements UnaryOp {

    @Override
    public double apply(double x) {
        return tetragamma(x);
    }

    /**
     * Returns the third derivative of the logarithm of the gamma function.
     *
     * @param x the operand
     */
    public static double tetragamma(double x) {
        return Special.polygamma(2, x);
    }

    @Override
    public void emit(Code code) {
        code.call(Tetragamma.class, "tetragamma", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        throw new UnsupportedOperationException(
                "The log-gamma function is differentiated three times at most; a fourth derivative was asked for.");
    }
}
