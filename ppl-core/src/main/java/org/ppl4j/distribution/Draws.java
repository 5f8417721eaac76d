package org.ppl4j.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.ppl4j.graph.Shape;
import org.ppl4j.math.Elementary;
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
        return elementwise(shape, List.of(parameter), p -> draw.applyAsDouble(p[0]));
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
        return elementwise(shape, List.of(first, second), p -> draw.applyAsDouble(p[0], p[1]));
    }

    /**
     * Returns draws, one for each element of any number of parameters.
     *
     * @param shape the shape of the value
     * @param parameters the parameters, each broadcast to the shape
     * @param draw draws one element, given the parameters', in order
     */
    public static double[] elementwise(Shape shape, List<Tensor> parameters, ToDoubleFunction<double[]> draw) {
        double[][] values = new double[parameters.size()][];
        Arrays.setAll(values, k -> parameters.get(k).broadcastTo(shape).toArray());
        double[] draws = new double[shape.size()];
        double[] element = new double[values.length];
        for (int i = 0; i < draws.length; i++) {
            for (int k = 0; k < values.length; k++) {
                element[k] = values[k][i];
            }
            draws[i] = draw.applyAsDouble(element);
        }
        return draws;
    }

    /** Returns the tangent, the same on every machine, which {@link Math#tan} need not be. */
    static double tan(double angle) {
        return Elementary.sin(angle) / Elementary.cos(angle);
    }
}
