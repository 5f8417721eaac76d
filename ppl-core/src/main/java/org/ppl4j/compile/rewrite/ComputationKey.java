package org.ppl4j.compile.rewrite;

import java.util.Arrays;
import org.ppl4j.graph.Shape;

/** An operation on operands that have numbers. Written out, since generated record methods are slow to start. */
final class ComputationKey {

    private final Object op;
    private final Shape shape;
    private final int[] operands;
    private final int hash;

    ComputationKey(Object op, Shape shape, int... operands) {
        this.op = op;
        this.shape = shape;
        this.operands = operands;
        this.hash = 31 * (31 * op.hashCode() + Arrays.hashCode(operands)) + shape.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComputationKey that
                && hash == that.hash
                && op.equals(that.op)
                && Arrays.equals(operands, that.operands)
                && shape.equals(that.shape);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
