package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/**
 * The exponential function.
 *
 * @param isOfCoordinate whether it is a constraint's that makes a positive number of an unconstrained coordinate: such neither
 *     overflow nor vanish where a density is of any interest, so that logarithms of their sums need no care
 */
public record Exp(boolean isOfCoordinate) implements UnaryOp {

    /** The exponential of any number. */
    public Exp() {
        this(false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Exp that && isOfCoordinate == that.isOfCoordinate;
    }

    @Override
    public int hashCode() {
        return isOfCoordinate ? 1 : 0;
    }

    @Override
    public double apply(double x) {
        return Elementary.exp(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "exp", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return y;
    }
}
