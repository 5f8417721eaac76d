package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a reduction over some axes walks through its operand. */
final class Axes {

    private Axes() {}

    /** Returns the shape without the reduced axes. */
    static Shape kept(Shape shape, List<Integer> reduced) {
        for (int axis : reduced) {
            if (axis < 0 || axis >= shape.rank()) {
                throw new IllegalArgumentException("there is no axis " + axis);
            }
        }
        int[] dimensions = new int[shape.rank()];
        int rank = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!reduced.contains(axis)) {
                dimensions[rank++] = shape.dimension(axis);
            }
        }
        return Shape.of(Arrays.copyOf(dimensions, rank));
    }

    /** Returns the operand's shape with the reduced axes of size one. */
    static Shape keptAsOnes(Shape shape, List<Integer> reduced) {
        int[] dimensions = shape.dimensions();
        for (int axis : reduced) {
            dimensions[axis] = 1;
        }
        return Shape.of(dimensions);
    }

    /** Whether axes follow one another, so that what is reduced to one element lies in one sequence of equal steps. */
    static boolean areAdjacent(List<Integer> axes) {
        return !axes.isEmpty() && axes.get(axes.size() - 1) - axes.get(0) == axes.size() - 1;
    }

    /** Returns the step of that sequence. */
    static int step(Shape shape, List<Integer> axes) {
        int step = 1;
        for (int axis = axes.get(axes.size() - 1) + 1; axis < shape.rank(); axis++) {
            step *= shape.dimension(axis);
        }
        return step;
    }

    /** Returns the flat offsets of the elements along the chosen axes, in row-major order. */
    static int[] offsets(Shape shape, List<Integer> axes) {
        int[] strides = shape.strides();
        int[] result = {0};
        for (int axis : axes) {
            int[] next = new int[result.length * shape.dimension(axis)];
            for (int i = 0; i < result.length; i++) {
                for (int k = 0; k < shape.dimension(axis); k++) {
                    next[i * shape.dimension(axis) + k] = result[i] + k * strides[axis];
                }
            }
            result = next;
        }
        return result;
    }

    /** Returns the axes that are not reduced, in order. */
    static List<Integer> others(Shape shape, List<Integer> reduced) {
        List<Integer> others = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!reduced.contains(axis)) {
                others.add(axis);
            }
        }
        return others;
    }
}
