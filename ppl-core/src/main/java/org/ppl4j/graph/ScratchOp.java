package org.ppl4j.graph;

/**
 * An operation that needs memory besides its operands and its result. Compiled code keeps it from one evaluation to the
 * next, one for each thread, and shares it among operations that need the same, which run one after the other.
 */
public interface ScratchOp extends Op {

    /**
     * Returns how much memory an evaluation needs: how many arrays, and their length.
     *
     * @param node the node that is evaluated
     */
    Shape scratch(Node node);

    /**
     * Computes the result. Must not allocate.
     *
     * @param node the node of this operation that is evaluated: its shape and those of its inputs
     * @param inputs the operands' elements, row-major, read only
     * @param output receives the result's elements, all of them
     * @param scratch memory of the shape asked for, a row an array, with anything in it
     */
    void evaluate(Node node, double[][] inputs, double[] output, double[][] scratch);

    @Override
    default void evaluate(Node node, double[][] inputs, double[] output) {
        Shape needed = scratch(node);
        evaluate(node, inputs, output, new double[needed.dimension(0)][needed.dimension(1)]);
    }
}
