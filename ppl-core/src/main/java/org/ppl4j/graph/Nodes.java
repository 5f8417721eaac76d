package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;

/** Builds nodes, with NumPy broadcasting of element-wise operands: what derivative rules are written with. */
public final class Nodes {

    private Nodes() {}

    /**
     * Returns a scalar constant.
     *
     * @param value its value
     */
    public static Node constant(double value) {
        return Constant.of(Shape.SCALAR, new double[] {value});
    }

    /**
     * Returns zeros of another node's shape.
     *
     * @param like the node
     */
    public static Node zeros(Node like) {
        return broadcast(constant(0), like.shape());
    }

    /**
     * Returns an element-wise operation of operands that are broadcast to their common shape first.
     *
     * @param op the operation
     * @param operands the operands
     * @throws IllegalArgumentException if there is no common shape
     */
    public static Node apply(ElementwiseOp op, Node... operands) {
        Shape common = operands[0].shape();
        boolean isOne = true;
        for (Node operand : operands) {
            isOne &= operand.shape().equals(common);
        }
        if (isOne) {
            return Node.of(op, operands);
        }
        for (Node operand : operands) {
            if (!common.isCompatible(operand.shape())) {
                throw ShapeMismatch.of(op.writtenName(), List.of(operands), "the shapes cannot be broadcast together");
            }
            common = common.broadcast(operand.shape());
        }
        Node[] expanded = new Node[operands.length];
        for (int i = 0; i < operands.length; i++) {
            expanded[i] = broadcast(operands[i], common);
        }
        return Node.of(op, expanded);
    }

    /**
     * Returns the sum.
     *
     * @param a the first term
     * @param b the second term
     */
    public static Node add(Node a, Node b) {
        return apply(new Add(), a, b);
    }

    /**
     * Returns the difference.
     *
     * @param a the minuend
     * @param b the subtrahend
     */
    public static Node subtract(Node a, Node b) {
        return apply(new Subtract(), a, b);
    }

    /**
     * Returns the product, element by element.
     *
     * @param a the first factor
     * @param b the second factor
     */
    public static Node multiply(Node a, Node b) {
        if (a.isConstant(1) && a.shape().broadcastsTo(b.shape())) {
            return b;
        }
        if (b.isConstant(1) && b.shape().broadcastsTo(a.shape())) {
            return a;
        }
        return apply(new Multiply(), a, b);
    }

    /**
     * Returns the quotient, element by element.
     *
     * @param a the dividend
     * @param b the divisor
     */
    public static Node divide(Node a, Node b) {
        return apply(new Divide(), a, b);
    }

    /**
     * Returns the negative.
     *
     * @param x the operand
     */
    public static Node negate(Node x) {
        return apply(new Negate(), x);
    }

    /**
     * Returns the exponential.
     *
     * @param x the operand
     */
    public static Node exp(Node x) {
        return apply(new Exp(), x);
    }

    /**
     * Returns the natural logarithm.
     *
     * @param x the operand
     */
    public static Node log(Node x) {
        return apply(new Log(), x);
    }

    /**
     * Returns the logistic function.
     *
     * @param x the operand
     */
    public static Node sigmoid(Node x) {
        return apply(new Sigmoid(), x);
    }

    /**
     * Returns a power.
     *
     * @param base the base
     * @param exponent the exponent
     */
    public static Node power(Node base, Node exponent) {
        return apply(new Power(), base, exponent);
    }

    /**
     * Returns one of two values, element by element.
     *
     * @param condition not zero for the first
     * @param ifTrue the first
     * @param ifFalse the second
     */
    public static Node select(Node condition, Node ifTrue, Node ifFalse) {
        return apply(new Select(), condition, ifTrue, ifFalse);
    }

    /**
     * Returns a tensor repeated to a shape.
     *
     * @param x the operand
     * @param shape the shape to reach
     */
    public static Node broadcast(Node x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        return Node.of(new Broadcast(shape), x);
    }

    /**
     * Returns the same elements under another shape.
     *
     * @param x the operand
     * @param shape the shape
     */
    public static Node reshape(Node x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        return Node.of(new Reshape(shape), x.op() instanceof Reshape ? x.input(0) : x);
    }

    /**
     * Returns the sum over axes.
     *
     * @param x the operand
     * @param axes the axes, ascending
     */
    public static Node sum(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : Node.of(new Sum(List.copyOf(axes)), x);
    }

    /**
     * Returns the sum of all elements.
     *
     * @param x the operand
     */
    public static Node sum(Node x) {
        return x.shape().isScalar() ? x : sum(x, x.shape().axes());
    }

    /**
     * Returns the logarithm of the sum of exponentials along axes, which are dropped, without overflow. Where all exponents
     * are {@code -Infinity}, or there are none, so is the result, and its derivatives are zero.
     *
     * @param x the exponents
     * @param axes the axes, ascending, from 0
     */
    public static Node logSumExp(Node x, List<Integer> axes) {
        if (x.size() == 0) {
            return broadcast(constant(Double.NEGATIVE_INFINITY), Axes.kept(x.shape(), axes));
        }
        // the result does not depend on what is subtracted, so neither do derivatives
        Node largest = apply(new Detached(), Node.of(new MaximumOver(axes), x));
        Node isFinite = apply(new LessThan(), apply(new Absolute(), largest), constant(Double.POSITIVE_INFINITY));
        Node shift = select(isFinite, largest, constant(0));
        Node exponentials = exp(subtract(x, reshape(shift, Axes.keptAsOnes(x.shape(), axes))));
        // a sum that vanishes has a logarithm, but one without derivatives
        Node sum = add(sum(exponentials, axes), select(isFinite, constant(0), constant(1)));
        return add(log(sum), largest);
    }

    /**
     * Returns the sum over the axes along which a shape was broadcast: the adjoint of {@link #broadcast}.
     *
     * @param x the operand
     * @param shape the shape before
     */
    public static Node sumTo(Node x, Shape shape) {
        int shift = x.shape().rank() - shape.rank();
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < x.shape().rank(); axis++) {
            if (axis < shift || (shape.dimension(axis - shift) == 1 && x.shape().dimension(axis) != 1)) {
                axes.add(axis);
            }
        }
        return reshape(sum(x, axes), shape);
    }

    /**
     * Returns a matrix product.
     *
     * @param a the first matrix
     * @param b the second matrix
     * @param transposeLeft whether the first is transposed before
     * @param transposeRight whether the second is transposed before
     */
    public static Node matrixMultiply(Node a, Node b, boolean transposeLeft, boolean transposeRight) {
        return Node.of(new MatrixMultiply(transposeLeft, transposeRight), a, b);
    }

    /**
     * Returns a matrix with rows and columns swapped.
     *
     * @param x a matrix
     */
    public static Node transpose(Node x) {
        if (x.shape().rank() != 2) {
            throw ShapeMismatch.of("transpose", List.of(x), "a matrix is needed");
        }
        int rows = x.shape().dimension(0);
        int columns = x.shape().dimension(1);
        return Node.of(new Take(Indices.transposed(rows, columns), Shape.of(columns, rows)), x);
    }

    /**
     * Returns elements by their flat indices.
     *
     * @param x the operand
     * @param shape the resulting shape
     * @param indices the flat indices
     */
    public static Node take(Node x, Shape shape, Indices indices) {
        return Node.of(new Take(indices, shape), x);
    }
}
