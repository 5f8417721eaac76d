package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A leaf with fixed values; two constants are equal if all their elements are, bit for bit. */
public final class Constant implements Op {

    private final double[] values;
    private final int hash;

    private Constant(double[] values) {
        this.values = values;
        this.hash = Arrays.hashCode(values);
    }

    /**
     * Returns a constant node.
     *
     * @param shape the shape
     * @param values the elements, row-major, kept, not copied
     */
    public static Node of(Shape shape, double[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("A tensor of shape " + shape + " has " + shape.size() + " elements, got "
                    + values.length + " (" + Origin.ofCaller() + ").");
        }
        return Node.leaf(new Constant(values), shape, values);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        throw new IllegalStateException("A constant is made by Constant.of.");
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        System.arraycopy(values, 0, output, 0, values.length);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Constant that && hash == that.hash && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return values.length == 1 ? Double.toString(values[0]) : "constant of " + values.length;
    }
}
