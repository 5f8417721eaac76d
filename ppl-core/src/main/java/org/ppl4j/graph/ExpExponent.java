package org.ppl4j.graph;

import org.ppl4j.math.ScaledNumber;

/** The exponent of a power of two near the exponential. Constant but for jumps, it has no derivative. */
public record ExpExponent() implements WithoutDerivative {

    @Override
    public double apply(double x) {
        return ScaledNumber.expExponent(x);
    }

    @Override
    public void emit(Code code) {
        code.call(ScaledNumber.class, "expExponent", 1);
    }
}
