package org.ppl4j.graph;

import java.util.List;

/** An operation on elements, with operands all of one shape, that the compiler fuses with others into one loop. */
public sealed interface ElementwiseOp extends Op permits UnaryOp, BinaryOp, TernaryOp {

    /** Returns the number of operands. */
    int arity();

    /**
     * Emits the code for one element.
     *
     * @param code where to emit it; the operands are on its stack, in order
     */
    void emit(Code code);

    @Override
    default Shape shape(List<Shape> inputs) {
        Shape first = inputs.get(0);
        for (Shape shape : inputs) {
            if (!shape.equals(first)) {
                throw new IllegalArgumentException("operands must have one shape, got " + inputs);
            }
        }
        return first;
    }
}
