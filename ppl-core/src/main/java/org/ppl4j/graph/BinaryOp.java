package org.ppl4j.graph;

/** An element-wise function of two operands. */
public non-sealed interface BinaryOp extends ElementwiseOp {

    /**
     * Returns the function's value.
     *
     * @param a the first operand
     * @param b the second operand
     */
    double apply(double a, double b);

    @Override
    default int arity() {
        return 2;
    }

    @Override
    default void evaluate(Node node, double[][] inputs, double[] output) {
        double[] a = inputs[0];
        double[] b = inputs[1];
        for (int i = 0; i < output.length; i++) {
            output[i] = apply(a[i], b[i]);
        }
    }
}
