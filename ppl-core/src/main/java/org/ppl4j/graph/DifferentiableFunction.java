package org.ppl4j.graph;

import java.util.List;

/**
 * A function that the graph cannot look into, with its vector-Jacobian product: a network of another library, an
 * equation solver, a user's own code. It must be safe to call from several threads at once. What it does not fill in is NaN.
 *
 * <p>Where it cannot be computed it may throw an {@link ArithmeticException} that says why; a sampler rejects the position. What it
 * throws comes out of an evaluation as the cause of an {@code ArithmeticException} that names the function and the line of the model.
 */
public interface DifferentiableFunction {

    /** Returns the name to print in graphs and errors. */
    String name();

    /**
     * Returns the shape of the result.
     *
     * @param inputs the shapes of the arguments
     * @throws IllegalArgumentException if the arguments do not fit, saying why
     */
    Shape outputShape(List<Shape> inputs);

    /**
     * Computes the function.
     *
     * @param inputs the arguments' elements, row-major, read only
     * @param inputShapes the arguments' shapes
     * @param output receives the result's elements, all of them: they are NaN before
     */
    void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output);

    /**
     * Computes the vector-Jacobian products: for each argument, the derivative of {@code sum(outputAdjoint * f)}.
     *
     * @param inputs the arguments' elements, row-major, read only
     * @param inputShapes the arguments' shapes
     * @param outputAdjoint the adjoint of the result, read only
     * @param inputAdjoints receives the adjoint of each argument, all elements of each, in the arrays that are there: they
     *     are NaN before
     */
    void vectorJacobianProduct(
            double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints);
}
