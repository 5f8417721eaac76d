package org.ppl4j.distribution;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Draws element by element, for univariate distributions whose parameters are broadcast to a shape. */
public final class Draws {

    private Draws() {}

    /**
     * Returns draws that need no parameter.
     *
     * @param shape the shape of the value
     * @param draw draws one element
     */
    public static double[] elementwise(Shape shape, DoubleSupplier draw) {
        double[] values = new double[shape.size()];
        Arrays.setAll(values, i -> draw.getAsDouble());
        return values;
    }

    /**
     * Returns draws, one for each element of a parameter.
     *
     * @param shape the shape of the value
     * @param parameter the parameter, broadcast to the shape
     * @param draw draws one element, given the parameter's
     */
    public static double[] elementwise(Shape shape, Tensor parameter, DoubleUnaryOperator draw) {
        double[] values = parameter.broadcastTo(shape).toArray();
        Arrays.setAll(values, i -> draw.applyAsDouble(values[i]));
        return values;
    }

    /**
     * Returns draws, one for each pair of elements of two parameters.
     *
     * @param shape the shape of the value
     * @param first a parameter, broadcast to the shape
     * @param second another one
     * @param draw draws one element, given the parameters'
     */
    public static double[] elementwise(Shape shape, Tensor first, Tensor second, DoubleBinaryOperator draw) {
        double[] values = first.broadcastTo(shape).toArray();
        double[] others = second.broadcastTo(shape).toArray();
        Arrays.setAll(values, i -> draw.applyAsDouble(values[i], others[i]));
        return values;
    }
}
