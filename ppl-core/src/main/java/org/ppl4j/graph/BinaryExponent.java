package org.ppl4j.graph;

import org.ppl4j.math.ScaledNumber;

/** The exponent of the power of two that brings a number between 1 and 2. Constant but for jumps, it has no derivative. */
public record BinaryExponent() implements WithoutDerivative {

    @Override
    public double apply(double x) {
        return ScaledNumber.exponent(x);
    }

    @Override
    public void emit(Code code) {
        code.call(ScaledNumber.class, "exponent", 1);
    }
}
