package org.ppl4j.graph;

/** An element-wise function of three operands. */
public non-sealed interface TernaryOp extends ElementwiseOp {

    /**
     * Returns the function's value.
     *
     * @param a the first operand
     * @param b the second operand
     * @param c the third operand
     */
    double apply(double a, double b, double c);

    @Override
    default int arity() {
        return 3;
    }

    @Override
    default void evaluate(Node node, double[][] inputs, double[] output) {
        double[] a = inputs[0];
        double[] b = inputs[1];
        double[] c = inputs[2];
        for (int i = 0; i < output.length; i++) {
            output[i] = apply(a[i], b[i], c[i]);
        }
    }
}
