package org.ppl4j.graph;

import org.ppl4j.math.ScaledNumber;

/** The exponential over a power of two near to it, that of {@link ExpExponent}. */
public record ExpMantissa() implements UnaryOp {

    @Override
    public double apply(double x) {
        return ScaledNumber.expMantissa(x);
    }

    @Override
    public void emit(Code code) {
        code.call(ScaledNumber.class, "expMantissa", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return y;
    }
}
