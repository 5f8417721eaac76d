package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation: its shape rule, its reference evaluation and its derivative, in one class.
 *
 * <p>Operations are immutable values: two that are equal compute the same, so that equal nodes can be merged. Records
 * are the natural form. {@link UnaryOp}, {@link BinaryOp} and {@link TernaryOp} also say how one element is emitted as
 * bytecode and are fused into loops; any other operation is called through {@link #evaluate}, by the interpreter and by
 * compiled code alike.
 */
public interface Op {

    /** Returns the name to print in graphs. */
    default String name() {
        String simple = getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /** Returns the name to print in errors: that of the method that a user calls. */
    default String writtenName() {
        return name();
    }

    /**
     * Returns the shape of the result.
     *
     * @param inputs the shapes of the operands
     * @throws IllegalArgumentException if the operands do not fit, saying why
     */
    Shape shape(List<Shape> inputs);

    /**
     * Computes the result. Must not allocate where compiled code is to stay free of allocation.
     *
     * @param node the node of this operation that is evaluated: its shape and those of its inputs
     * @param inputs the operands' elements, row-major, read only
     * @param output receives the result's elements, all of them
     */
    void evaluate(Node node, double[][] inputs, double[] output);

    /**
     * Returns, for each operand, the adjoint that flows to it: a node of the operand's shape, or null where none does.
     *
     * @param node the node of this operation
     * @param adjoint the derivative of the final scalar with respect to the node, of the node's shape
     */
    List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint);
}
