package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes of a tensor along its axes; a scalar has none. Elements are stored row-major. */
public final class Shape {

    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape();

    private final int[] dimensions;
    private final int size;

    private Shape(int... dimensions) {
        this.dimensions = dimensions;
        long product = 1;
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw new IllegalArgumentException("A shape's dimensions must be >= 0, got "
                        + Arrays.toString(dimensions) + " (" + Origin.ofCaller() + ").");
            }
            product *= dimension;
            if (product > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("A tensor holds at most " + (Integer.MAX_VALUE - 8)
                        + " elements, shape " + Arrays.toString(dimensions) + " has more (" + Origin.ofCaller() + ").");
            }
        }
        this.size = (int) product;
    }

    /**
     * Returns a shape.
     *
     * @param dimensions the size along each axis, none for a scalar
     */
    public static Shape of(int... dimensions) {
        return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
    }

    /** Returns the number of axes. */
    public int rank() {
        return dimensions.length;
    }

    /** Returns the number of elements. */
    public int size() {
        return size;
    }

    /**
     * Returns the size along an axis.
     *
     * @param axis the axis, from 0
     */
    public int dimension(int axis) {
        return dimensions[axis];
    }

    /** Returns the size along each axis, as a copy. */
    public int[] dimensions() {
        return dimensions.clone();
    }

    /** Returns the sizes as a list. */
    public List<Integer> toList() {
        return Arrays.stream(dimensions).boxed().toList();
    }

    /** Returns all axes, in order. */
    public List<Integer> axes() {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < dimensions.length; axis++) {
            axes.add(axis);
        }
        return axes;
    }

    /** Whether there are no axes. */
    public boolean isScalar() {
        return dimensions.length == 0;
    }

    /** Returns the row-major strides. */
    public int[] strides() {
        int[] strides = new int[dimensions.length];
        int stride = 1;
        for (int axis = dimensions.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dimensions[axis];
        }
        return strides;
    }

    /**
     * Whether a tensor of this shape can be broadcast, by NumPy's rule, to another.
     *
     * @param target the shape to reach
     */
    public boolean broadcastsTo(Shape target) {
        int shift = target.rank() - rank();
        if (shift < 0) {
            return false;
        }
        for (int axis = 0; axis < dimensions.length; axis++) {
            if (dimensions[axis] != 1 && dimensions[axis] != target.dimensions[axis + shift]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether two shapes have a common broadcast shape.
     *
     * @param other the other shape
     */
    public boolean isCompatible(Shape other) {
        int common = Math.min(rank(), other.rank());
        for (int k = 1; k <= common; k++) {
            int a = dimensions[rank() - k];
            int b = other.dimensions[other.rank() - k];
            if (a != b && a != 1 && b != 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the shape that both broadcast to, by NumPy's rule.
     *
     * @param other the other shape
     * @throws IllegalArgumentException if there is none
     */
    public Shape broadcast(Shape other) {
        if (!isCompatible(other)) {
            throw new IllegalArgumentException("Shapes " + this + " and " + other + " cannot be broadcast together.");
        }
        int rank = Math.max(rank(), other.rank());
        int[] result = new int[rank];
        for (int k = 1; k <= rank; k++) {
            int a = k <= rank() ? dimensions[rank() - k] : 1;
            int b = k <= other.rank() ? other.dimensions[other.rank() - k] : 1;
            result[rank - k] = a == 1 ? b : a;
        }
        return of(result);
    }

    /**
     * Returns this shape followed by the axes of another.
     *
     * @param inner the axes to append
     */
    public Shape append(Shape inner) {
        int[] result = Arrays.copyOf(dimensions, rank() + inner.rank());
        System.arraycopy(inner.dimensions, 0, result, rank(), inner.rank());
        return of(result);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    @Override
    public String toString() {
        return Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining("×", "[", "]"));
    }
}
