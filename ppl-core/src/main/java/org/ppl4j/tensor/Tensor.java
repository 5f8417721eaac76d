package org.ppl4j.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Arctangent;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Cosine;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Digamma;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.ErrorFunction;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Expm1;
import org.ppl4j.graph.Floor;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Log1p;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.LogGamma;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.NormalCdf;
import org.ppl4j.graph.NormalLogCdf;
import org.ppl4j.graph.Opaque;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Power;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.ShapeMismatch;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Sign;
import org.ppl4j.graph.Sine;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Tanh;
import org.ppl4j.graph.TriangularSolve;

/**
 * A value in a model: numbers of double precision in an array of any rank, random or not.
 *
 * <p>Operations do not change a tensor, they return new ones. Element-wise operations broadcast their operands as NumPy
 * does: axes are aligned at the last one, and an axis of size one, or a missing one, is repeated. A shape error is thrown
 * where the operation is written, and names the shapes, the sites involved and the line.
 *
 * <p>While a model is traced a tensor that depends on a random variable stands for a number that is not known yet. Asking
 * for it ({@link #doubleValue}, {@link #intValue}, {@link #booleanValue}, {@link #toArray}) is allowed, and makes the
 * model dynamic: it is then run anew at every evaluation. Numbers are for branches: what is computed with them instead of
 * with tensors has no derivative, and gradients that lack it are refused.
 */
public final class Tensor {

    private final Node node;

    private Tensor(Node node) {
        this.node = node;
    }

    /**
     * Returns the tensor whose value a graph's node computes.
     *
     * @param node the node
     */
    public static Tensor of(Node node) {
        return new Tensor(Arguments.nonNull(node, "node"));
    }

    /**
     * Returns a scalar.
     *
     * @param value its value
     */
    public static Tensor of(double value) {
        return new Tensor(Nodes.constant(value));
    }

    /**
     * Returns a vector.
     *
     * @param values its elements, copied
     */
    public static Tensor of(double... values) {
        return new Tensor(Constant.of(Shape.of(Arguments.nonNull(values, "values").length), values.clone()));
    }

    /**
     * Returns a vector of whole numbers.
     *
     * @param values its elements, copied
     */
    public static Tensor of(int... values) {
        return of(Arrays.stream(Arguments.nonNull(values, "values"))
                .asDoubleStream()
                .toArray());
    }

    /**
     * Returns a matrix.
     *
     * @param rows its rows, all of one length, copied
     */
    public static Tensor of(double[][] rows) {
        int columns = Arguments.nonNull(rows, "rows").length == 0 ? 0 : Arguments.nonNull(rows[0], "rows[0]").length;
        double[] values = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null || rows[i].length != columns) {
                Arguments.nonNull(rows[i], "rows[" + i + "]");
                throw new IllegalArgumentException("A matrix needs rows of one length: row 0 has " + columns + ", row "
                        + i + " has " + rows[i].length + " (" + Origin.ofCaller() + ").");
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return new Tensor(Constant.of(Shape.of(rows.length, columns), values));
    }

    /**
     * Returns a matrix of whole numbers.
     *
     * @param rows its rows, all of one length, copied
     */
    public static Tensor of(int[][] rows) {
        double[][] numbers = new double[Arguments.nonNull(rows, "rows").length][];
        for (int i = 0; i < rows.length; i++) {
            numbers[i] = Arrays.stream(Arguments.nonNull(rows[i], "rows[" + i + "]"))
                    .asDoubleStream()
                    .toArray();
        }
        return of(numbers);
    }

    /**
     * Returns a tensor of a shape.
     *
     * @param shape the shape
     * @param values the elements, row-major, copied
     */
    public static Tensor of(Shape shape, double... values) {
        Arguments.nonNull(shape, "shape");
        return new Tensor(Constant.of(shape, Arguments.nonNull(values, "values").clone()));
    }

    /**
     * Returns a tensor with all elements equal.
     *
     * @param value the elements' value
     * @param dimensions the size along each axis
     */
    public static Tensor filled(double value, int... dimensions) {
        return of(value).broadcastTo(Shape.of(dimensions));
    }

    /**
     * Returns an identity matrix.
     *
     * @param size the number of rows and of columns
     */
    public static Tensor identity(int size) {
        double[] values = new double[size * size];
        for (int i = 0; i < size; i++) {
            values[i * size + i] = 1;
        }
        return new Tensor(Constant.of(Shape.of(size, size), values));
    }

    /**
     * Returns the elements of several tensors, one tensor after the other, as one vector.
     *
     * @param parts the tensors, of any shapes
     */
    public static Tensor concatenate(Tensor... parts) {
        return new Tensor(Node.of(new Concatenate(), nodes(parts, "parts")));
    }

    /**
     * Returns tensors of one shape laid along a new first axis.
     *
     * @param parts the tensors
     */
    public static Tensor stack(Tensor... parts) {
        nodes(parts, "parts");
        if (parts.length == 0) {
            throw new IllegalArgumentException(
                    "stack needs at least one tensor, got none (" + Origin.ofCaller() + ").");
        }
        for (Tensor part : parts) {
            if (!part.shape().equals(parts[0].shape())) {
                throw mismatch("stack", "the shapes must be equal", parts);
            }
        }
        return concatenate(parts).reshape(Shape.of(parts.length).append(parts[0].shape()));
    }

    /**
     * Returns tensors of one shape laid along a new first axis.
     *
     * @param parts the tensors
     */
    public static Tensor stack(List<Tensor> parts) {
        return stack(Arguments.nonNull(parts, "parts").toArray(Tensor[]::new));
    }

    /**
     * Returns, element by element, one of two values, broadcast as in NumPy.
     *
     * @param condition not zero where the first is taken
     * @param ifTrue the first value
     * @param ifFalse the second value
     */
    public static Tensor where(Tensor condition, Tensor ifTrue, Tensor ifFalse) {
        return new Tensor(Nodes.select(node(condition, "condition"), node(ifTrue, "ifTrue"), node(ifFalse, "ifFalse")));
    }

    /**
     * Returns the value of a function that the graph cannot look into.
     *
     * @param function the function, with its vector-Jacobian product
     * @param arguments its arguments
     */
    public static Tensor call(DifferentiableFunction function, Tensor... arguments) {
        Arguments.nonNull(function, "function");
        if (Arguments.nonNull(arguments, "arguments").length == 0) {
            throw new IllegalArgumentException(
                    "The function \"" + function.name() + "\" needs at least one argument, got" + " none ("
                            + Origin.ofCaller() + "). What depends on nothing is a constant.");
        }
        return new Tensor(Node.of(new Opaque(function), nodes(arguments, "arguments")));
    }

    /**
     * Returns the states of a recurrence, such as a time series: each is computed from the one before it, the carry, and from
     * an element of a sequence.
     *
     * <pre>{@code
     * Tensor h = Tensor.scan(h0, z, (before, shock) -> mu.plus(phi.times(before.minus(mu))).plus(sigma.times(shock)));
     * }</pre>
     *
     * <p>Row t of the result is the carry after step t; the initial one is not among them. The body is run once, on symbols,
     * however many steps there are: it must depend on its arguments, and on tensors from outside, alone, and make no
     * statements of a model, which are refused. A body that reads its arguments' values is run at every step, and makes a
     * model dynamic.
     *
     * @param initial the carry before the first step, of any shape
     * @param sequence a tensor whose first axis has one element a step
     * @param body from the carry and the step's element to the next carry, of the same shape
     * @return the carries after all steps, along a new first axis
     * @throws IllegalArgumentException if the body returns another shape than the carry's, or the sequence is a scalar
     */
    public static Tensor scan(Tensor initial, Tensor sequence, BinaryOperator<Tensor> body) {
        Arguments.nonNull(body, "body");
        return scan(
                        List.of(Arguments.nonNull(initial, "initial")),
                        List.of(Arguments.nonNull(sequence, "sequence")),
                        (carries, elements) -> Collections.singletonList(body.apply(carries.get(0), elements.get(0))))
                .get(0);
    }

    /**
     * Returns the states of a recurrence, as {@link #scan(Tensor, Tensor, BinaryOperator)} does, whose body is given the
     * number of the step.
     *
     * @param initial the carry before the first step, of any shape
     * @param steps the number of steps
     * @param body from the carry and the number of the step, a scalar from 0, to the next carry, of the same shape
     * @return the carries after all steps, along a new first axis
     * @throws IllegalArgumentException if the body returns another shape than the carry's, or the number is negative
     */
    public static Tensor scan(Tensor initial, int steps, BinaryOperator<Tensor> body) {
        return scan(initial, Recurrence.numbers(steps), body);
    }

    /**
     * Returns the states of a recurrence, as {@link #scan(Tensor, Tensor, BinaryOperator)} does, with several carries and
     * sequences.
     *
     * @param initial the carries before the first step, of any shapes
     * @param sequences tensors whose first axes have one element a step; at least one
     * @param body from the carries and the step's elements to the next carries, in the same order and of the same shapes
     * @return for each carry its values after all steps, along a new first axis
     * @throws IllegalArgumentException if the body returns other shapes than the carries', or the sequences' lengths differ
     */
    public static List<Tensor> scan(List<Tensor> initial, List<Tensor> sequences, BinaryOperator<List<Tensor>> body) {
        return new Recurrence(initial, sequences, body).run();
    }

    /** Returns the graph's node that computes this tensor. */
    public Node node() {
        return node;
    }

    /** Returns the shape. */
    public Shape shape() {
        return node.shape();
    }

    /** Returns the number of axes. */
    public int rank() {
        return node.shape().rank();
    }

    /** Returns the number of elements. */
    public int size() {
        return node.size();
    }

    /** Returns the size of the first axis: a matrix's rows, a vector's length. */
    public int rows() {
        requireRank(1, "rows");
        return shape().dimension(0);
    }

    /** Returns the size of a matrix's second axis. */
    public int columns() {
        requireRank(2, "columns");
        return shape().dimension(1);
    }

    /** Whether the elements are known: the tensor does not depend on a random variable without a value. */
    public boolean isConcrete() {
        return node.isConcrete();
    }

    /** Returns the elements, row-major, as a copy. Makes a model dynamic if the tensor is random. */
    public double[] toArray() {
        return Evaluation.value(node).clone();
    }

    /** Returns the value of a tensor with one element. Makes a model dynamic if the tensor is random. */
    public double doubleValue() {
        if (size() != 1) {
            throw new IllegalArgumentException("A number can be read from a tensor of one element only, this has shape "
                    + shape() + " (" + Origin.ofCaller() + "). Pick one with at(index).");
        }
        return Evaluation.value(node)[0];
    }

    /** Returns the value of a whole-numbered tensor with one element. Makes a model dynamic if the tensor is random. */
    public int intValue() {
        double value = doubleValue();
        if (value != (int) value) {
            throw new ArithmeticException("The value " + value + " is not an int (" + Origin.ofCaller() + ").");
        }
        return (int) value;
    }

    /** Whether the value of a tensor with one element is not zero. Makes a model dynamic if the tensor is random. */
    public boolean booleanValue() {
        return doubleValue() != 0;
    }

    /**
     * Returns the sum, element by element, broadcast as in NumPy.
     *
     * @param other the other term
     */
    public Tensor plus(Tensor other) {
        return new Tensor(Nodes.apply(new Add(), node, node(other, "other")));
    }

    /**
     * Returns the sum, element by element.
     *
     * @param other the other term
     */
    public Tensor plus(double other) {
        return plus(of(other));
    }

    /**
     * Returns the difference, element by element, broadcast as in NumPy.
     *
     * @param other what to subtract
     */
    public Tensor minus(Tensor other) {
        return new Tensor(Nodes.apply(new Subtract(), node, node(other, "other")));
    }

    /**
     * Returns the difference, element by element.
     *
     * @param other what to subtract
     */
    public Tensor minus(double other) {
        return minus(of(other));
    }

    /**
     * Returns the quotient, element by element, broadcast as in NumPy.
     *
     * @param other the divisor
     */
    public Tensor dividedBy(Tensor other) {
        return new Tensor(Nodes.apply(new Divide(), node, node(other, "other")));
    }

    /**
     * Returns the quotient, element by element.
     *
     * @param other the divisor
     */
    public Tensor dividedBy(double other) {
        return dividedBy(of(other));
    }

    /**
     * Returns this raised to a power, element by element, broadcast as in NumPy. The derivative of a power of zero by its
     * exponent is zero.
     *
     * @param other the exponent
     */
    public Tensor power(Tensor other) {
        return new Tensor(Nodes.apply(new Power(), node, node(other, "other")));
    }

    /**
     * Returns this raised to a power, element by element.
     *
     * @param other the exponent
     */
    public Tensor power(double other) {
        return power(of(other));
    }

    /**
     * Returns the larger of the two, element by element, broadcast as in NumPy.
     *
     * @param other the other value
     */
    public Tensor maximum(Tensor other) {
        return new Tensor(Nodes.apply(new Maximum(), node, node(other, "other")));
    }

    /**
     * Returns the larger of the two, element by element.
     *
     * @param other the other value
     */
    public Tensor maximum(double other) {
        return maximum(of(other));
    }

    /**
     * Returns the smaller of the two, element by element, broadcast as in NumPy.
     *
     * @param other the other value
     */
    public Tensor minimum(Tensor other) {
        return new Tensor(Nodes.apply(new Minimum(), node, node(other, "other")));
    }

    /**
     * Returns the smaller of the two, element by element.
     *
     * @param other the other value
     */
    public Tensor minimum(double other) {
        return minimum(of(other));
    }

    /**
     * Returns one where this is less, else zero, element by element, broadcast as in NumPy.
     *
     * @param other what to compare with
     */
    public Tensor lessThan(Tensor other) {
        return new Tensor(Nodes.apply(new LessThan(), node, node(other, "other")));
    }

    /**
     * Returns one where this is less, else zero, element by element.
     *
     * @param other what to compare with
     */
    public Tensor lessThan(double other) {
        return lessThan(of(other));
    }

    /**
     * Returns one where this is at most the other, else zero, element by element, broadcast as in NumPy.
     *
     * @param other what to compare with
     */
    public Tensor lessOrEqual(Tensor other) {
        return new Tensor(Nodes.apply(new LessOrEqual(), node, node(other, "other")));
    }

    /**
     * Returns one where this is at most the other, else zero, element by element.
     *
     * @param other what to compare with
     */
    public Tensor lessOrEqual(double other) {
        return lessOrEqual(of(other));
    }

    /**
     * Returns one where both are equal, else zero, element by element, broadcast as in NumPy.
     *
     * @param other what to compare with
     */
    public Tensor equalTo(Tensor other) {
        return new Tensor(Nodes.apply(new EqualTo(), node, node(other, "other")));
    }

    /**
     * Returns one where both are equal, else zero, element by element.
     *
     * @param other what to compare with
     */
    public Tensor equalTo(double other) {
        return equalTo(of(other));
    }

    /**
     * Returns the product: of a matrix and a vector with as many elements as the matrix has columns, the matrix-vector
     * product; otherwise element by element, broadcast as in NumPy. {@link #dot} is the matrix product in general, {@link
     * #timesElementwise} the product by elements.
     *
     * @param other the other factor
     */
    public Tensor times(Tensor other) {
        Arguments.nonNull(other, "other");
        if (rank() == 2 && other.rank() == 1 && other.size() == columns()) {
            return dot(other);
        }
        return timesElementwise(other);
    }

    /**
     * Returns the product element by element, broadcast as in NumPy, also of a matrix and a vector: what a distribution
     * whose parameters and values may be of any shapes should use.
     *
     * @param other the other factor
     */
    public Tensor timesElementwise(Tensor other) {
        // Also by one, so that all turns of a loop are computed alike, whatever their numbers.
        return new Tensor(Nodes.apply(new Multiply(), node, node(other, "other")));
    }

    /**
     * Returns the product with a number.
     *
     * @param other the number
     */
    public Tensor times(double other) {
        return times(of(other));
    }

    /** Returns the square, element by element. */
    public Tensor square() {
        return new Tensor(Nodes.multiply(node, node));
    }

    /** Returns one divided by this, element by element. */
    public Tensor reciprocal() {
        return of(1).dividedBy(this);
    }

    /** Returns the negative, element by element. */
    public Tensor negate() {
        return new Tensor(Nodes.apply(new Negate(), node));
    }

    /** Returns the absolute value, element by element. */
    public Tensor abs() {
        return new Tensor(Nodes.apply(new Absolute(), node));
    }

    /** Returns the sign: -1, 0 or 1, element by element. */
    public Tensor sign() {
        return new Tensor(Nodes.apply(new Sign(), node));
    }

    /** Returns the exponential, element by element. */
    public Tensor exp() {
        return new Tensor(Nodes.apply(new Exp(), node));
    }

    /** Returns the exponential minus one, accurate near zero, element by element. */
    public Tensor expm1() {
        return new Tensor(Nodes.apply(new Expm1(), node));
    }

    /** Returns the natural logarithm, element by element. */
    public Tensor log() {
        return new Tensor(Nodes.apply(new Log(), node));
    }

    /** Returns the logarithm of one plus this, accurate near zero, element by element. */
    public Tensor log1p() {
        return new Tensor(Nodes.apply(new Log1p(), node));
    }

    /** Returns the logarithm of one minus the exponential of this, for negative elements, element by element. */
    public Tensor log1mExp() {
        return new Tensor(Nodes.apply(new Log1mExp(), node));
    }

    /** Returns the square root, element by element. */
    public Tensor sqrt() {
        return new Tensor(Nodes.apply(new SquareRoot(), node));
    }

    /** Returns the hyperbolic tangent, element by element. */
    public Tensor tanh() {
        return new Tensor(Nodes.apply(new Tanh(), node));
    }

    /** Returns the logistic function 1 / (1 + exp(-x)), element by element. */
    public Tensor sigmoid() {
        return new Tensor(Nodes.apply(new Sigmoid(), node));
    }

    /** Returns the logarithm of one plus the exponential, without overflow, element by element. */
    public Tensor softplus() {
        return new Tensor(Nodes.apply(new Softplus(), node));
    }

    /** Returns the sine, element by element. */
    public Tensor sin() {
        return new Tensor(Nodes.apply(new Sine(), node));
    }

    /** Returns the cosine, element by element. */
    public Tensor cos() {
        return new Tensor(Nodes.apply(new Cosine(), node));
    }

    /** Returns the arctangent, element by element. */
    public Tensor atan() {
        return new Tensor(Nodes.apply(new Arctangent(), node));
    }

    /** Returns the error function, element by element. */
    public Tensor erf() {
        return new Tensor(Nodes.apply(new ErrorFunction(), node));
    }

    /** Returns the distribution function of the standard normal, element by element: the inverse link of a probit model. */
    public Tensor normalCdf() {
        return new Tensor(Nodes.apply(new NormalCdf(), node));
    }

    /** Returns the logarithm of the distribution function of the standard normal, element by element, however far in a tail. */
    public Tensor normalLogCdf() {
        return new Tensor(Nodes.apply(new NormalLogCdf(), node));
    }

    /** Returns the logarithm of the absolute value of the gamma function, element by element. */
    public Tensor logGamma() {
        return new Tensor(Nodes.apply(new LogGamma(), node));
    }

    /** Returns the derivative of the log-gamma function, element by element. */
    public Tensor digamma() {
        return new Tensor(Nodes.apply(new Digamma(), node));
    }

    /** Returns the largest integer that is not above, element by element. */
    public Tensor floor() {
        return new Tensor(Nodes.apply(new Floor(), node));
    }

    /** Returns the sum of all elements. */
    public Tensor sum() {
        return new Tensor(Nodes.sum(node));
    }

    /**
     * Returns the sum along an axis, which is dropped.
     *
     * @param axis the axis; negative counts from the last, which is -1
     */
    public Tensor sum(int axis) {
        return new Tensor(Nodes.sum(node, List.of(axis(axis))));
    }

    /** Returns the mean of all elements. */
    public Tensor mean() {
        return sum().dividedBy(size());
    }

    /**
     * Returns the mean along an axis, which is dropped.
     *
     * @param axis the axis; negative counts from the last, which is -1
     */
    public Tensor mean(int axis) {
        return sum(axis).dividedBy(shape().dimension(axis(axis)));
    }

    /** Returns the largest element. */
    public Tensor max() {
        return new Tensor(Node.of(new MaximumOver(shape().axes()), node));
    }

    /**
     * Returns the largest element along an axis, which is dropped.
     *
     * @param axis the axis; negative counts from the last, which is -1
     */
    public Tensor max(int axis) {
        return new Tensor(Node.of(new MaximumOver(List.of(axis(axis))), node));
    }

    /**
     * Returns the logarithm of the sum of the exponentials of all elements, without overflow; {@code -Infinity} if there are
     * none.
     */
    public Tensor logSumExp() {
        return flatten().logSumExp(0);
    }

    /**
     * Returns the logarithm of the sum of exponentials along an axis, which is dropped, without overflow; {@code -Infinity}
     * where there are none.
     *
     * @param axis the axis; negative counts from the last, which is -1
     */
    public Tensor logSumExp(int axis) {
        if (shape().dimension(axis(axis)) == 2) {
            return part(axis(axis), 0).logAddExp(part(axis(axis), 1));
        }
        return new Tensor(Nodes.logSumExp(node, List.of(axis(axis))));
    }

    /**
     * Returns the logarithm of the sum of two exponentials, element by element, without overflow.
     *
     * @param other the second exponents
     */
    public Tensor logAddExp(Tensor other) {
        return new Tensor(Nodes.apply(new LogAddExp(), node, node(other, "other")));
    }

    /** Returns the exponentials divided by their sum along the last axis. */
    public Tensor softmax() {
        Tensor simplex = logSoftmax().exp();
        simplex.node.noteSimplex();
        return simplex;
    }

    /** Returns the logarithm of {@link #softmax}. */
    public Tensor logSoftmax() {
        return minus(logSumExp(-1).insertAxis(rank() - 1));
    }

    /**
     * Returns the matrix product: of two vectors their inner product, of a matrix and a vector a vector, of two matrices
     * a matrix.
     *
     * @param other the right factor
     */
    public Tensor dot(Tensor other) {
        Arguments.nonNull(other, "other");
        if (Math.min(rank(), other.rank()) < 1 || Math.max(rank(), other.rank()) > 2) {
            throw mismatch("dot", "both must be vectors or matrices", this, other);
        }
        int inner = shape().dimension(rank() - 1);
        if (inner != other.rows()) {
            throw mismatch("dot", "inner sizes " + inner + " and " + other.rows() + " differ", this, other);
        }
        Tensor left = rank() == 1 ? reshape(1, size()) : this;
        Tensor right = other.rank() == 1 ? other.reshape(other.size(), 1) : other;
        Tensor product = new Tensor(Nodes.matrixMultiply(left.node, right.node, false, false));
        if (rank() == 1) {
            return product.reshape(other.rank() == 1 ? Shape.SCALAR : Shape.of(other.columns()));
        }
        return other.rank() == 1 ? product.reshape(rows()) : product;
    }

    /** Returns the matrix with rows and columns swapped. */
    public Tensor transpose() {
        return new Tensor(Nodes.transpose(node));
    }

    /** Returns the lower Cholesky factor of a symmetric positive-definite matrix. */
    public Tensor cholesky() {
        // the operation itself takes a vector for a packed triangle
        if (rank() != 2) {
            throw mismatch("cholesky", "a square matrix is needed, got " + shape(), this);
        }
        return new Tensor(Node.of(new Cholesky(), node));
    }

    /**
     * Returns the solution of a triangular system, this being the lower triangular matrix.
     *
     * @param right the right side: a vector or a matrix
     */
    public Tensor solveLower(Tensor right) {
        return solveTriangular(right, false, "solveLower");
    }

    /**
     * Returns the solution of a triangular system whose matrix is the transpose of this lower triangular one.
     *
     * @param right the right side: a vector or a matrix
     */
    public Tensor solveLowerTransposed(Tensor right) {
        return solveTriangular(right, true, "solveLowerTransposed");
    }

    private Tensor solveTriangular(Tensor right, boolean transposed, String name) {
        Arguments.nonNull(right, "right");
        if (rank() != 2 || rows() != columns()) {
            throw mismatch(name, "the first must be a square matrix", this, right);
        }
        if (right.rank() < 1 || right.rank() > 2 || right.rows() != rows()) {
            throw mismatch(name, "the right side must have " + rows() + " rows", this, right);
        }
        Tensor matrix = right.rank() == 1 ? right.reshape(right.size(), 1) : right;
        return new Tensor(Node.of(new TriangularSolve(transposed), node, matrix.node)).reshape(right.shape());
    }

    /** Returns the diagonal of a square matrix. */
    public Tensor diagonal() {
        requireMatrix("diagonal");
        int size = Math.min(rows(), columns());
        return new Tensor(Nodes.take(node, Shape.of(size), Indices.range(size, 0, columns() + 1)));
    }

    /** Returns the matrix with a vector on its diagonal and zeros elsewhere. */
    public Tensor toDiagonalMatrix() {
        if (rank() != 1) {
            throw mismatch("toDiagonalMatrix", "a vector is needed", this);
        }
        int size = size();
        return new Tensor(Node.of(new Put(Indices.range(size, 0, size + 1), Shape.of(size, size)), node));
    }

    /**
     * Returns one element, or, with fewer indices than axes, the slice that they leave.
     *
     * @param index the index along each of the first axes, from 0
     */
    public Tensor at(int... index) {
        if (Arguments.nonNull(index, "index").length > rank()) {
            throw new IllegalArgumentException("A tensor of shape " + shape() + " was given " + index.length
                    + " indices (" + Origin.ofCaller()
                    + "). at(…) takes one for each axis; gather(…) picks elements, or rows,"
                    + " at many places.");
        }
        int[] strides = shape().strides();
        int start = 0;
        for (int axis = 0; axis < index.length; axis++) {
            checkIndex(index[axis], axis);
            start += index[axis] * strides[axis];
        }
        Shape rest = Shape.of(Arrays.copyOfRange(shape().dimensions(), index.length, rank()));
        return new Tensor(Nodes.take(node, rest, Indices.range(rest.size(), start, 1)));
    }

    /**
     * Returns the elements, or rows, at the given places of the first axis.
     *
     * @param indices the places along the first axis, from 0; a place may occur more than once
     */
    public Tensor gather(int... indices) {
        requireRank(1, "gather");
        int block = size() / Math.max(1, rows());
        int[] flat = new int[Arguments.nonNull(indices, "indices").length * block];
        for (int i = 0; i < indices.length; i++) {
            checkIndex(indices[i], 0);
            for (int k = 0; k < block; k++) {
                flat[i * block + k] = indices[i] * block + k;
            }
        }
        int[] dimensions = shape().dimensions();
        dimensions[0] = indices.length;
        return new Tensor(Nodes.take(node, Shape.of(dimensions), Indices.of(flat)));
    }

    /**
     * Returns a run of elements, or rows, of the first axis.
     *
     * @param from the first, from 0
     * @param to one past the last
     */
    public Tensor slice(int from, int to) {
        requireRank(1, "slice");
        if (from < 0 || to < from || to > rows()) {
            throw new IllegalArgumentException("The slice from " + from + " to " + to + " does not lie in shape "
                    + shape() + " (" + Origin.ofCaller() + ").");
        }
        int block = size() / Math.max(1, rows());
        int[] dimensions = shape().dimensions();
        dimensions[0] = to - from;
        return new Tensor(Nodes.take(node, Shape.of(dimensions), Indices.range((to - from) * block, from * block, 1)));
    }

    /**
     * Returns a row of a matrix.
     *
     * @param row which, from 0
     */
    public Tensor row(int row) {
        requireMatrix("row");
        return at(row);
    }

    /**
     * Returns a column of a matrix.
     *
     * @param column which, from 0
     */
    public Tensor column(int column) {
        requireMatrix("column");
        checkIndex(column, 1);
        return new Tensor(Nodes.take(node, Shape.of(rows()), Indices.range(rows(), column, columns())));
    }

    /**
     * Returns elements by their flat indices.
     *
     * @param shape the resulting shape
     * @param indices the row-major index of each of its elements in this tensor
     */
    public Tensor take(Shape shape, Indices indices) {
        return new Tensor(Nodes.take(node, shape, indices));
    }

    /**
     * Returns the elements laid into zeros of another shape; elements with the same place are added.
     *
     * @param shape the resulting shape
     * @param indices the row-major index in the result of each of this tensor's elements
     */
    public Tensor put(Shape shape, Indices indices) {
        return new Tensor(Node.of(new Put(indices, shape), node));
    }

    /**
     * Returns the same elements, row-major, under another shape.
     *
     * @param dimensions the size along each axis
     */
    public Tensor reshape(int... dimensions) {
        return reshape(Shape.of(dimensions));
    }

    /**
     * Returns the same elements, row-major, under another shape.
     *
     * @param shape the shape
     */
    public Tensor reshape(Shape shape) {
        return new Tensor(Nodes.reshape(node, shape));
    }

    /** Returns the elements, row-major, as a vector. */
    public Tensor flatten() {
        return reshape(size());
    }

    /**
     * Returns the same elements with a new axis of size one.
     *
     * @param axis where the new axis stands, from 0
     */
    public Tensor insertAxis(int axis) {
        if (axis < 0 || axis > rank()) {
            throw new IllegalArgumentException("A new axis of a tensor of shape " + shape() + " can stand at 0 to "
                    + rank() + ", not at " + axis + " (" + Origin.ofCaller() + ").");
        }
        int[] before = shape().dimensions();
        int[] after = new int[rank() + 1];
        System.arraycopy(before, 0, after, 0, axis);
        after[axis] = 1;
        System.arraycopy(before, axis, after, axis + 1, rank() - axis);
        return reshape(after);
    }

    /**
     * Returns the tensor repeated, by NumPy's rule, to a shape.
     *
     * @param shape the shape to reach
     */
    public Tensor broadcastTo(Shape shape) {
        return new Tensor(Nodes.broadcast(node, shape));
    }

    private static Node node(Tensor argument, String name) {
        return Arguments.nonNull(argument, name).node;
    }

    private static List<Node> nodes(Tensor[] arguments, String name) {
        Node[] nodes = new Node[Arguments.nonNull(arguments, name).length];
        for (int i = 0; i < nodes.length; i++) {
            Tensor argument = arguments[i];
            nodes[i] = argument == null ? node(argument, name + "[" + i + "]") : argument.node;
        }
        return List.of(nodes);
    }

    private int axis(int axis) {
        int counted = axis < 0 ? axis + rank() : axis;
        if (counted < 0 || counted >= rank()) {
            throw new IllegalArgumentException(
                    "A tensor of shape " + shape() + " has no axis " + axis + " (" + Origin.ofCaller() + ").");
        }
        return counted;
    }

    /** Returns what has one index along an axis, which is dropped. */
    private Tensor part(int axis, int index) {
        int[] dimensions = shape().dimensions();
        int inner = shape().strides()[axis];
        int length = dimensions[axis];
        int[] kept = Arrays.copyOf(dimensions, rank() - 1);
        System.arraycopy(dimensions, axis + 1, kept, axis, rank() - axis - 1);
        Shape shape = Shape.of(kept);
        int[] indices = new int[shape.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (i / inner * length + index) * inner + i % inner;
        }
        return take(shape, Indices.of(indices));
    }

    private void checkIndex(int index, int axis) {
        if (index < 0 || index >= shape().dimension(axis)) {
            throw new IndexOutOfBoundsException("Index " + index + " is outside of 0 to "
                    + (shape().dimension(axis) - 1) + " along axis " + axis + " of shape " + shape() + " ("
                    + Origin.ofCaller() + ").");
        }
    }

    private void requireRank(int rank, String operation) {
        if (rank() < rank) {
            throw new IllegalArgumentException("The operation " + operation + " needs a tensor of at least " + rank
                    + (rank == 1 ? " axis" : " axes") + ", got shape " + shape() + " (" + Origin.ofCaller() + ").");
        }
    }

    private void requireMatrix(String operation) {
        if (rank() != 2) {
            throw mismatch(operation, "a matrix is needed", this);
        }
    }

    private static IllegalArgumentException mismatch(String operation, String why, Tensor... operands) {
        return ShapeMismatch.of(
                operation, Arrays.stream(operands).map(Tensor::node).toList(), why);
    }

    @Override
    public String toString() {
        double[] value = node.cachedValue();
        if (value == null) {
            return "Tensor" + shape();
        }
        return value.length == 1 ? Double.toString(value[0]) : "Tensor" + shape() + Arrays.toString(value);
    }
}
