package org.ppl4j.graph;

/**
 * The operand, of which derivatives know nothing: for what a result does not depend on, however it is computed with it, such
 * as the shift that keeps a sum of exponentials from overflowing.
 */
public record Detached() implements WithoutDerivative {

    @Override
    public double apply(double x) {
        return x;
    }

    @Override
    public void emit(Code code) {
        // the operand is the result
    }
}
