package org.ppl4j.distribution;

import java.util.Arrays;
import java.util.Optional;
import org.ppl4j.graph.Shape;

/** The texts that say what is wrong with a value. */
final class Violations {

    private Violations() {}

    /** Says that an element is not what it must be, and where it is. */
    static Optional<String> of(String requirement, double[] values, Shape shape, int element) {
        return Optional.of(requirement + ", got " + values[element] + place(shape, element));
    }

    /** Says which is the first element outside of an interval, or not a whole number where it must be one. */
    static Optional<String> firstOutside(
            String requirement, double low, double high, boolean areWhole, double[] values, Shape shape) {
        for (int i = 0; i < values.length; i++) {
            boolean isInside = values[i] >= low && values[i] <= high;
            if (!isInside || (areWhole && !WholeNumberSupport.isWhole(values[i]))) {
                return of(requirement, values, shape, i);
            }
            if (Double.isInfinite(values[i])) {
                return of("must be finite", values, shape, i);
            }
        }
        return Optional.empty();
    }

    /** Returns " at index [1, 2]", or nothing for a scalar. */
    static String place(Shape shape, int element) {
        if (shape.isScalar()) {
            return "";
        }
        int[] strides = shape.strides();
        int[] index = new int[shape.rank()];
        int rest = element;
        for (int axis = 0; axis < index.length; axis++) {
            index[axis] = rest / strides[axis];
            rest %= strides[axis];
        }
        return " at index " + Arrays.toString(index);
    }

    /** Returns the shape without some of its last axes. */
    static Shape leading(Shape shape, int dropped) {
        return Shape.of(Arrays.copyOf(shape.dimensions(), shape.rank() - dropped));
    }

    /** Says that a value has no last axis. */
    static Optional<String> notAVector(Shape shape) {
        return shape.rank() < 1 ? Optional.of("must be a vector, got a scalar") : Optional.empty();
    }

    /** Says that the last two axes are no square matrix. */
    static Optional<String> notASquareMatrix(Shape shape) {
        if (shape.rank() < 2) {
            return Optional.of("must be a square matrix, got " + (shape.isScalar() ? "a scalar" : "a vector"));
        }
        if (shape.dimension(shape.rank() - 1) != shape.dimension(shape.rank() - 2)) {
            return Optional.of("must be a square matrix, got shape " + shape);
        }
        return Optional.empty();
    }
}
