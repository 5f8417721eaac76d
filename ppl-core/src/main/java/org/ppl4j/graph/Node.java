package org.ppl4j.graph;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A value in a graph: an operation applied to other values.
 *
 * <p>A node is immutable but for four notes on it that do not change what it computes: the user's source line it stems
 * from, the name of the site whose value it is, whether it is known to be probabilities that sum to one, and, once
 * computed, its value.
 */
public final class Node {

    private static final AtomicLong NEXT = new AtomicLong();

    private final long serial = NEXT.getAndIncrement();
    private final Op op;
    private final List<Node> inputs;
    private final Shape shape;
    private final boolean concrete;
    private final boolean open;
    private volatile @Nullable Origin origin;
    private volatile @Nullable String label;
    private volatile boolean simplex;
    private volatile double @Nullable [] value;

    private Node(Op op, List<Node> inputs, Shape shape, boolean concrete, boolean open) {
        this.op = op;
        this.inputs = inputs;
        this.shape = shape;
        this.concrete = concrete;
        this.open = open;
    }

    /**
     * Returns an operation applied to operands.
     *
     * @param op the operation
     * @param inputs the operands
     * @throws IllegalArgumentException if the shapes do not fit: names the operation, the shapes, the sites involved and
     *     the user's source line
     */
    public static Node of(Op op, Node... inputs) {
        return ofImmutable(op, List.of(inputs));
    }

    /**
     * Returns an operation applied to operands.
     *
     * @param op the operation
     * @param inputs the operands
     */
    public static Node of(Op op, List<Node> inputs) {
        return ofImmutable(op, List.copyOf(inputs));
    }

    private static Node ofImmutable(Op op, List<Node> inputs) {
        boolean concrete = true;
        boolean open = false;
        for (int i = 0; i < inputs.size(); i++) {
            Node input = inputs.get(i);
            concrete &= input.concrete;
            open |= input.open;
        }
        return new Node(op, inputs, shape(op, inputs), concrete, open);
    }

    private static Shape shape(Op op, List<Node> inputs) {
        // The usual case of scalars in a loop, which a list of shapes would take longer than all else.
        if (op instanceof ElementwiseOp && areOfOneShape(inputs)) {
            return inputs.get(0).shape;
        }
        Shape[] operands = new Shape[inputs.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = inputs.get(i).shape;
        }
        try {
            return op.shape(List.of(operands));
        } catch (IllegalArgumentException mismatch) {
            throw ShapeMismatch.of(op.writtenName(), inputs, String.valueOf(mismatch.getMessage()));
        }
    }

    private static boolean areOfOneShape(List<Node> inputs) {
        for (int i = 1; i < inputs.size(); i++) {
            if (!inputs.get(i).shape.equals(inputs.get(0).shape)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a leaf with a value.
     *
     * @param op a leaf operation
     * @param shape the shape
     * @param value its elements, kept, not copied
     */
    public static Node leaf(Op op, Shape shape, double[] value) {
        Node node = new Node(op, List.of(), shape, true, false);
        node.value = value;
        return node;
    }

    /**
     * Returns a leaf whose value is not known yet.
     *
     * @param op a leaf operation
     * @param shape the shape
     */
    public static Node symbol(Op op, Shape shape) {
        return new Node(op, List.of(), shape, false, op instanceof Parameter);
    }

    /** Returns a number that no other node has; nodes that one thread makes one after the other have close ones. */
    long serial() {
        return serial;
    }

    /** Whether this node was created before another. */
    public boolean isOlderThan(Node other) {
        return serial < other.serial;
    }

    /** Returns the operation. */
    public Op op() {
        return op;
    }

    /** Returns the operands. */
    public List<Node> inputs() {
        return inputs;
    }

    /**
     * Returns an operand.
     *
     * @param index which, from 0
     */
    public Node input(int index) {
        return inputs.get(index);
    }

    /** Returns the shape of the value. */
    public Shape shape() {
        return shape;
    }

    /** Returns the number of elements of the value. */
    public int size() {
        return shape.size();
    }

    /** Whether all leaves have values, so that {@link Evaluation} can compute this node's. */
    public boolean isConcrete() {
        return concrete;
    }

    /** Whether a {@link Parameter} is among the leaves: the value differs from step to step of a {@link Scan}. */
    public boolean isOpen() {
        return open;
    }

    /** Returns the user's source line, if noted. */
    public @Nullable Origin origin() {
        return origin;
    }

    /**
     * Notes the user's source line; the first note stays.
     *
     * @param line the line
     */
    public void noteOrigin(@Nullable Origin line) {
        if (origin == null) {
            origin = line;
        }
    }

    /** Returns the name of the site whose value this is, if noted. */
    public @Nullable String label() {
        return label;
    }

    /**
     * Notes the name of the site whose value this is; the first note stays.
     *
     * @param name the site's name
     */
    public void noteLabel(String name) {
        if (label == null) {
            label = name;
        }
    }

    /**
     * Whether this is known to be vectors, along the last axis, of non-negative elements that sum to one, but for rounding
     * and where they are not numbers.
     */
    public boolean isSimplex() {
        return simplex;
    }

    /** Notes that this is such vectors, whatever the leaves are. */
    public void noteSimplex() {
        simplex = true;
    }

    /** Returns the value if it was computed already; not a copy. */
    public double @Nullable [] cachedValue() {
        return value;
    }

    /**
     * Keeps a computed value.
     *
     * @param computed the elements, kept, not copied
     */
    void cacheValue(double[] computed) {
        value = computed;
    }

    /**
     * Whether this is a constant all of whose elements are one number; sees through broadcasts.
     *
     * @param number the number
     */
    public boolean isConstant(double number) {
        if (op instanceof Broadcast) {
            return inputs.get(0).isConstant(number);
        }
        double[] elements = value;
        if (!(op instanceof Constant) || elements == null || elements.length != 1) {
            return false;
        }
        return Double.doubleToRawLongBits(elements[0]) == Double.doubleToRawLongBits(number)
                || (number == 0 && elements[0] == 0);
    }

    @Override
    public String toString() {
        return op.name() + shape;
    }
}
