package org.ppl4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;

/** The functions of tensors against plain Java. */
class TensorTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static final Tensor MATRIX = Tensor.of(new double[][] {{1, -2, 3}, {-4, 5, -6}});

    // Making tensors

    @Test
    void scalarsVectorsAndMatrices() {
        assertTensor(Tensor.of(2.5), Shape.SCALAR, 2.5);
        assertTensor(Tensor.of(1.0, 2.0), Shape.of(2), 1, 2);
        assertTensor(Tensor.of(new double[] {7}), Shape.of(1), 7);
        assertTensor(Tensor.of(1, 2, 3), Shape.of(3), 1, 2, 3);
        assertTensor(Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}), Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        assertTensor(Tensor.of(Shape.of(1, 2, 1), 8, 9), Shape.of(1, 2, 1), 8, 9);
        assertTensor(Tensor.filled(4, 2, 2), Shape.of(2, 2), 4, 4, 4, 4);
        assertTensor(Tensor.filled(4), Shape.SCALAR, 4);
        assertTensor(Tensor.identity(3), Shape.of(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1);
    }

    @Test
    void emptyTensors() {
        Tensor empty = Tensor.of(new double[0]);
        assertTensor(empty, Shape.of(0));
        assertTensor(Tensor.of(new double[0][]), Shape.of(0, 0));
        assertTensor(empty.plus(1), Shape.of(0));
        assertTensor(empty.sum(), Shape.SCALAR, 0);
        assertTensor(Tensor.filled(1, 0, 3).sum(0), Shape.of(3), 0, 0, 0);
        assertTensor(Tensor.filled(1, 3, 0).sum(1), Shape.of(3), 0, 0, 0);
        assertTensor(empty.dot(empty), Shape.SCALAR, 0);
        assertTensor(Tensor.concatenate(empty, Tensor.of(1.0, 2.0)), Shape.of(2), 1, 2);
        assertTensor(Tensor.of(1.0, 2.0).slice(1, 1), Shape.of(0));
        assertTensor(Tensor.of(1.0, 2.0).gather(), Shape.of(0));
    }

    @Test
    void elementsAreCopiedBothWays() {
        double[] source = {1, 2};
        Tensor tensor = Tensor.of(source);
        source[0] = 99;
        tensor.toArray()[1] = 99;
        assertTensor(tensor, Shape.of(2), 1, 2);
        Tensor sum = tensor.plus(0.5);
        sum.toArray()[0] = 99;
        assertTensor(sum, Shape.of(2), 1.5, 2.5);
    }

    @Test
    void shapeAndSize() {
        assertThat(MATRIX.shape()).hasToString("[2×3]");
        assertThat(MATRIX.rank()).isEqualTo(2);
        assertThat(MATRIX.size()).isEqualTo(6);
        assertThat(MATRIX.rows()).isEqualTo(2);
        assertThat(MATRIX.columns()).isEqualTo(3);
        assertThat(Tensor.of(1.0, 2.0).rows()).isEqualTo(2);
        assertThat(Tensor.of(1).shape()).hasToString("[]");
        assertThat(MATRIX.isConcrete()).isTrue();
    }

    @Test
    void numbersAreReadFromOneElement() {
        assertThat(Tensor.of(2.5).doubleValue()).isEqualTo(2.5);
        assertThat(Tensor.filled(-3, 1, 1).intValue()).isEqualTo(-3);
        assertThat(Tensor.of(0.0).booleanValue()).isFalse();
        assertThat(Tensor.of(-0.1).booleanValue()).isTrue();
        assertThat(Tensor.of(Integer.MAX_VALUE).intValue()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Tensor.of((double) Integer.MIN_VALUE).intValue()).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void text() {
        assertThat(Tensor.of(1.5)).hasToString("1.5");
        assertThat(Tensor.of(1.0, 2.0)).hasToString("Tensor[2][1.0, 2.0]");
        assertThat(Tensor.of(1.0, 2.0).plus(1)).hasToString("Tensor[2]");
    }

    // Element by element

    private static Stream<Arguments> unary() {
        double[] all = {-3, -1.5, -0.25, 0, 0.25, 1, 2.5, 40};
        double[] positive = {0.01, 0.25, 1, 2.5, 40};
        double[] negative = {-40, -2.5, -1, -0.25, -0.01};
        return Stream.of(
                unary("square", Tensor::square, x -> x * x, all),
                unary("reciprocal", Tensor::reciprocal, x -> 1 / x, all),
                unary("negate", Tensor::negate, x -> -x, all),
                unary("abs", Tensor::abs, Math::abs, all),
                unary("sign", Tensor::sign, Math::signum, all),
                unary("exp", Tensor::exp, StrictMath::exp, all),
                unary("expm1", Tensor::expm1, StrictMath::expm1, all),
                unary("log", Tensor::log, StrictMath::log, positive),
                unary("log1p", Tensor::log1p, StrictMath::log1p, positive),
                unary("log1mExp", Tensor::log1mExp, x -> StrictMath.log1p(-StrictMath.exp(x)), negative),
                unary("sqrt", Tensor::sqrt, StrictMath::sqrt, positive),
                unary("tanh", Tensor::tanh, StrictMath::tanh, all),
                unary("sigmoid", Tensor::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), all),
                unary(
                        "softplus",
                        Tensor::softplus,
                        x -> Math.max(x, 0) + StrictMath.log1p(Math.exp(-Math.abs(x))),
                        all),
                unary("sin", Tensor::sin, StrictMath::sin, all),
                unary("cos", Tensor::cos, StrictMath::cos, all),
                unary("atan", Tensor::atan, StrictMath::atan, all),
                unary("erf", Tensor::erf, Erf::erf, all),
                unary("logGamma", Tensor::logGamma, Gamma::logGamma, positive),
                unary("digamma", Tensor::digamma, TensorTest::digamma, positive),
                unary("floor", Tensor::floor, Math::floor, all));
    }

    private static Arguments unary(
            String name, UnaryOperator<Tensor> function, DoubleUnaryOperator plain, double[] points) {
        return Arguments.of(name, function, plain, points);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unary")
    void functionsOfOneTensor(String name, UnaryOperator<Tensor> function, DoubleUnaryOperator plain, double[] points) {
        double[] expected = Arrays.stream(points).map(plain).toArray();
        Tensor vector = Tensor.of(points);
        assertClose(function.apply(vector), vector.shape(), expected, 1e-13);
        Tensor column = vector.reshape(points.length, 1);
        assertClose(function.apply(column), column.shape(), expected, 1e-13);
        assertClose(function.apply(Tensor.of(points[1])), Shape.SCALAR, new double[] {expected[1]}, 1e-13);
    }

    /** An operation of two tensors, also with a number, and the same in plain Java. */
    private record Binary(
            String name,
            java.util.function.BinaryOperator<Tensor> function,
            java.util.function.BiFunction<Tensor, Double, Tensor> withNumber,
            DoubleBinaryOperator plain) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Binary> binary() {
        return Stream.of(
                new Binary("plus", Tensor::plus, Tensor::plus, Double::sum),
                new Binary("minus", Tensor::minus, Tensor::minus, (a, b) -> a - b),
                new Binary("times", Tensor::times, Tensor::times, (a, b) -> a * b),
                new Binary("dividedBy", Tensor::dividedBy, Tensor::dividedBy, (a, b) -> a / b),
                new Binary(
                        "power",
                        (a, b) -> a.abs().power(b),
                        (a, b) -> a.abs().power(b),
                        (a, b) -> StrictMath.pow(Math.abs(a), b)),
                new Binary("maximum", Tensor::maximum, Tensor::maximum, Math::max),
                new Binary("minimum", Tensor::minimum, Tensor::minimum, Math::min),
                new Binary("lessThan", Tensor::lessThan, Tensor::lessThan, (a, b) -> a < b ? 1 : 0),
                new Binary("lessOrEqual", Tensor::lessOrEqual, Tensor::lessOrEqual, (a, b) -> a <= b ? 1 : 0),
                new Binary("equalTo", Tensor::equalTo, Tensor::equalTo, (a, b) -> a == b ? 1 : 0));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void functionsOfTwoTensorsBroadcast(Binary operation) {
        List<Shape> shapes = List.of(
                Shape.SCALAR,
                Shape.of(3),
                Shape.of(1),
                Shape.of(2, 3),
                Shape.of(2, 1),
                Shape.of(1, 3),
                Shape.of(4, 1, 3),
                Shape.of(4, 2, 1),
                Shape.of(4, 2, 3));
        double[] pool = {1, -2, 0.5, 3, 1, -1.5, 2, 0.25, -3, 4, 1, 5, -0.5, 0.75, 2, 6, 1.5, -4, 1, 7, 2, 8, -1, 0.125
        };
        for (Shape left : shapes) {
            for (Shape right : shapes) {
                boolean isMatrixVector = operation.name().equals("times")
                        && left.rank() == 2
                        && right.rank() == 1
                        && left.dimension(1) == right.size();
                if (!isMatrixVector) {
                    double[] a = Arrays.copyOf(pool, left.size());
                    double[] b = Arrays.copyOfRange(pool, pool.length - right.size(), pool.length);
                    Shape common = commonShape(left, right);
                    double[] expected = new double[common.size()];
                    for (int i = 0; i < expected.length; i++) {
                        expected[i] = operation
                                .plain()
                                .applyAsDouble(a[source(common, i, left)], b[source(common, i, right)]);
                    }
                    assertClose(
                            operation.function().apply(Tensor.of(left, a), Tensor.of(right, b)),
                            common,
                            expected,
                            1e-14);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("binary")
    void functionsOfATensorAndANumber(Binary operation) {
        double[] expected = Arrays.stream(MATRIX.toArray())
                .map(x -> operation.plain().applyAsDouble(x, 3))
                .toArray();
        assertClose(operation.withNumber().apply(MATRIX, 3.0), Shape.of(2, 3), expected, 1e-14);
    }

    @Test
    void whereBroadcasts() {
        Tensor condition = Tensor.of(1.0, 0.0, -2.0);
        assertTensor(Tensor.where(condition, MATRIX, Tensor.of(9)), Shape.of(2, 3), 1, 9, 3, -4, 9, -6);
        assertTensor(Tensor.where(Tensor.of(0), Tensor.of(1), condition), Shape.of(3), 1, 0, -2);
    }

    @Test
    void timesOfMatrixAndVectorIsTheMatrixVectorProduct() {
        assertTensor(MATRIX.times(Tensor.of(1.0, 10.0, 100.0)), Shape.of(2), 281, -554);
        assertTensor(MATRIX.times(Tensor.of(new double[] {2})), Shape.of(2, 3), 2, -4, 6, -8, 10, -12);
        assertTensor(Tensor.of(1.0, 10.0, 100.0).times(MATRIX), Shape.of(2, 3), 1, -20, 300, -4, 50, -600);
    }

    // Reductions

    @Test
    void sumsAndMeans() {
        assertTensor(MATRIX.sum(), Shape.SCALAR, -3);
        assertTensor(MATRIX.sum(0), Shape.of(3), -3, 3, -3);
        assertTensor(MATRIX.sum(1), Shape.of(2), 2, -5);
        assertTensor(MATRIX.sum(-1), Shape.of(2), 2, -5);
        assertTensor(MATRIX.sum(-2), Shape.of(3), -3, 3, -3);
        assertTensor(MATRIX.mean(), Shape.SCALAR, -0.5);
        assertTensor(MATRIX.mean(0), Shape.of(3), -1.5, 1.5, -1.5);
        assertTensor(MATRIX.mean(-1), Shape.of(2), 2 / 3.0, -5 / 3.0);
        assertTensor(Tensor.of(4).sum(), Shape.SCALAR, 4);
    }

    @Test
    void largestElements() {
        assertTensor(MATRIX.max(), Shape.SCALAR, 5);
        assertTensor(MATRIX.max(0), Shape.of(3), 1, 5, 3);
        assertTensor(MATRIX.max(-1), Shape.of(2), 3, 5);
        assertTensor(Tensor.of(-INFINITY, -INFINITY).max(), Shape.SCALAR, -INFINITY);
        assertTensor(Tensor.of(1, Double.NaN).max(), Shape.SCALAR, Double.NaN);
    }

    @Test
    void reductionsAlongTheMiddleAxis() {
        double[] values = new double[2 * 20 * 3];
        Arrays.setAll(values, i -> i * i % 17);
        Tensor tensor = Tensor.of(Shape.of(2, 20, 3), values);
        double[] sums = new double[6];
        double[] largest = new double[6];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 20; j++) {
                for (int k = 0; k < 3; k++) {
                    double value = values[(i * 20 + j) * 3 + k];
                    sums[i * 3 + k] += value;
                    largest[i * 3 + k] = Math.max(largest[i * 3 + k], value);
                }
            }
        }
        assertTensor(tensor.sum(1), Shape.of(2, 3), sums);
        assertTensor(tensor.sum(-2), Shape.of(2, 3), sums);
        assertTensor(tensor.max(1), Shape.of(2, 3), largest);
    }

    @Test
    void logSumExpOfNothing() {
        assertTensor(Tensor.of(new double[0]).logSumExp(), Shape.SCALAR, -INFINITY);
        assertTensor(Tensor.of(Shape.of(0, 3)).logSumExp(), Shape.SCALAR, -INFINITY);
        assertTensor(Tensor.of(Shape.of(2, 0)).logSumExp(1), Shape.of(2), -INFINITY, -INFINITY);
        assertTensor(Tensor.of(Shape.of(0, 3)).logSumExp(1), Shape.of(0));
        assertTensor(Tensor.of(Shape.of(0, 3)).logSoftmax(), Shape.of(0, 3));
        assertTensor(Tensor.of(Shape.of(2, 0)).softmax(), Shape.of(2, 0));
    }

    @Test
    void logSumExpOfExtremes() {
        double log2 = Math.log(2);
        assertClose(Tensor.of(1000.0, 1000.0).logSumExp(), Shape.SCALAR, new double[] {1000 + log2}, 1e-15);
        assertClose(Tensor.of(-1000.0, -1000.0).logSumExp(), Shape.SCALAR, new double[] {-1000 + log2}, 1e-15);
        assertTensor(Tensor.of(1000.0, -1000.0).logSumExp(), Shape.SCALAR, 1000);
        assertTensor(Tensor.of(-INFINITY, 3).logSumExp(), Shape.SCALAR, 3);
        assertTensor(Tensor.of(-INFINITY, -INFINITY).logSumExp(), Shape.SCALAR, -INFINITY);
        assertTensor(Tensor.of(INFINITY, 1).logSumExp(), Shape.SCALAR, INFINITY);
        assertTensor(Tensor.of(Double.NaN, 1).logSumExp(), Shape.SCALAR, Double.NaN);
        assertTensor(Tensor.of(7).logSumExp(), Shape.SCALAR, 7);
        double[] byRow = {
            Math.log(Math.exp(1) + Math.exp(-2) + Math.exp(3)), Math.log(Math.exp(-4) + Math.exp(5) + Math.exp(-6))
        };
        assertClose(MATRIX.logSumExp(1), Shape.of(2), byRow, 1e-14);
        assertClose(MATRIX.logSumExp(-1), Shape.of(2), byRow, 1e-14);
        double[] byColumn = {
            Math.log(Math.exp(1) + Math.exp(-4)),
            Math.log(Math.exp(-2) + Math.exp(5)),
            Math.log(Math.exp(3) + Math.exp(-6))
        };
        assertClose(MATRIX.logSumExp(0), Shape.of(3), byColumn, 1e-14);
    }

    @Test
    void softmaxOfExtremes() {
        assertClose(Tensor.of(1000.0, 1000.0).softmax(), Shape.of(2), new double[] {0.5, 0.5}, 1e-13);
        assertClose(Tensor.of(-1000.0, -1000.0).softmax(), Shape.of(2), new double[] {0.5, 0.5}, 1e-13);
        assertTensor(Tensor.of(1000.0, -1000.0).softmax(), Shape.of(2), 1, 0);
        assertTensor(Tensor.of(1000.0, -1000.0).logSoftmax(), Shape.of(2), 0, -2000);
        assertTensor(Tensor.of(-INFINITY, 5).softmax(), Shape.of(2), 0, 1);
        double total = Math.exp(1) + Math.exp(-2) + Math.exp(3);
        double[] firstRow = {Math.exp(1) / total, Math.exp(-2) / total, Math.exp(3) / total};
        assertClose(MATRIX.softmax().row(0), Shape.of(3), firstRow, 1e-14);
        assertClose(MATRIX.softmax().sum(-1), Shape.of(2), new double[] {1, 1}, 1e-14);
        assertClose(MATRIX.logSoftmax().exp(), Shape.of(2, 3), MATRIX.softmax().toArray(), 1e-14);
    }

    // Parts of tensors

    @Test
    void elementsAndSlices() {
        Tensor cube = Tensor.of(Shape.of(2, 2, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertTensor(cube.at(1, 0, 2), Shape.SCALAR, 8);
        assertTensor(cube.at(1, 1), Shape.of(3), 9, 10, 11);
        assertTensor(cube.at(1), Shape.of(2, 3), 6, 7, 8, 9, 10, 11);
        assertTensor(cube.at(), cube.shape(), cube.toArray());
        assertTensor(cube.slice(1, 2), Shape.of(1, 2, 3), 6, 7, 8, 9, 10, 11);
        assertTensor(MATRIX.slice(0, 2), Shape.of(2, 3), MATRIX.toArray());
        assertTensor(Tensor.of(1, 2, 3, 4).slice(1, 3), Shape.of(2), 2, 3);
        assertTensor(MATRIX.row(1), Shape.of(3), -4, 5, -6);
        assertTensor(MATRIX.column(1), Shape.of(2), -2, 5);
        assertTensor(MATRIX.column(2).at(0), Shape.SCALAR, 3);
    }

    @Test
    void gatherTakesElementsOrRows() {
        assertTensor(Tensor.of(10, 20, 30).gather(2, 0, 2, 1), Shape.of(4), 30, 10, 30, 20);
        assertTensor(MATRIX.gather(1, 1, 0), Shape.of(3, 3), -4, 5, -6, -4, 5, -6, 1, -2, 3);
    }

    @Test
    void takeAndPut() {
        assertTensor(MATRIX.take(Shape.of(2, 2), Indices.of(0, 5, 5, 2)), Shape.of(2, 2), 1, -6, -6, 3);
        assertTensor(MATRIX.take(Shape.of(3), Indices.range(3, 5, -2)), Shape.of(3), -6, -4, -2);
        assertTensor(Tensor.of(1, 2, 3).put(Shape.of(2, 2), Indices.of(3, 0, 3)), Shape.of(2, 2), 2, 0, 0, 4);
    }

    @Test
    void diagonals() {
        assertTensor(Tensor.of(new double[][] {{1, 2}, {3, 4}}).diagonal(), Shape.of(2), 1, 4);
        assertTensor(Tensor.of(1, 2).toDiagonalMatrix(), Shape.of(2, 2), 1, 0, 0, 2);
        assertTensor(MATRIX.diagonal(), Shape.of(2), 1, 5);
    }

    @Test
    void shapesAreChanged() {
        assertTensor(MATRIX.reshape(3, 2), Shape.of(3, 2), MATRIX.toArray());
        assertTensor(MATRIX.flatten(), Shape.of(6), MATRIX.toArray());
        assertTensor(Tensor.of(3).reshape(1, 1), Shape.of(1, 1), 3);
        assertTensor(MATRIX.insertAxis(0), Shape.of(1, 2, 3), MATRIX.toArray());
        assertTensor(MATRIX.insertAxis(1), Shape.of(2, 1, 3), MATRIX.toArray());
        assertTensor(MATRIX.insertAxis(2), Shape.of(2, 3, 1), MATRIX.toArray());
        assertTensor(Tensor.of(1, 2).broadcastTo(Shape.of(2, 2)), Shape.of(2, 2), 1, 2, 1, 2);
        assertTensor(Tensor.of(1, 2).reshape(2, 1).broadcastTo(Shape.of(2, 3)), Shape.of(2, 3), 1, 1, 1, 2, 2, 2);
        assertTensor(MATRIX.transpose(), Shape.of(3, 2), 1, -4, -2, 5, 3, -6);
    }

    @Test
    void tensorsAreJoined() {
        assertTensor(
                Tensor.concatenate(Tensor.of(1), MATRIX, Tensor.of(2, 3)), Shape.of(9), 1, 1, -2, 3, -4, 5, -6, 2, 3);
        assertTensor(Tensor.stack(Tensor.of(1), Tensor.of(2)), Shape.of(2), 1, 2);
        assertTensor(Tensor.stack(List.of(Tensor.of(1, 2), Tensor.of(3, 4))), Shape.of(2, 2), 1, 2, 3, 4);
    }

    // Matrices

    @Test
    void dotOfAllRanks() {
        Tensor vector = Tensor.of(1, 10, 100);
        Tensor right = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        assertTensor(vector.dot(Tensor.of(1, 2, 3)), Shape.SCALAR, 321);
        assertTensor(MATRIX.dot(vector), Shape.of(2), 281, -554);
        assertTensor(vector.dot(right), Shape.of(2), 531, 642);
        assertTensor(MATRIX.dot(right), Shape.of(2, 2), 10, 12, -19, -24);
    }

    @Test
    void largeProducts() {
        SplittableRandom random = new SplittableRandom(11);
        double[][] a = random(random, 7, 130);
        double[][] b = random(random, 130, 9);
        double[] expected = flat(new Array2DRowRealMatrix(a).multiply(new Array2DRowRealMatrix(b)));
        assertClose(Tensor.of(a).dot(Tensor.of(b)), Shape.of(7, 9), expected, 1e-13);
        Tensor transposed = Tensor.of(a)
                .transpose()
                .transpose()
                .dot(Tensor.of(b).transpose().transpose());
        assertClose(transposed, Shape.of(7, 9), expected, 1e-13);
    }

    @Test
    void choleskyAndTriangularSolves() {
        SplittableRandom random = new SplittableRandom(5);
        for (int size : new int[] {1, 2, 5, 20}) {
            RealMatrix root = new Array2DRowRealMatrix(random(random, size, size));
            RealMatrix matrix = root.multiply(root.transpose()).scalarAdd(0);
            for (int i = 0; i < size; i++) {
                matrix.addToEntry(i, i, 1);
            }
            RealMatrix factor = new CholeskyDecomposition(matrix).getL();
            Tensor lower = Tensor.of(matrix.getData()).cholesky();
            assertClose(lower, Shape.of(size, size), flat(factor), 1e-12);
            RealMatrix right = new Array2DRowRealMatrix(random(random, size, 3));
            RealMatrix inverse = new LUDecomposition(factor).getSolver().getInverse();
            Tensor rightSide = Tensor.of(right.getData());
            assertClose(lower.solveLower(rightSide), Shape.of(size, 3), flat(inverse.multiply(right)), 1e-11);
            assertClose(
                    lower.solveLowerTransposed(rightSide),
                    Shape.of(size, 3),
                    flat(inverse.transpose().multiply(right)),
                    1e-11);
            assertClose(
                    lower.solveLower(rightSide.column(1)), Shape.of(size), inverse.operate(right.getColumn(1)), 1e-11);
            assertClose(
                    lower.solveLowerTransposed(rightSide.column(1)),
                    Shape.of(size),
                    inverse.transpose().operate(right.getColumn(1)),
                    1e-11);
        }
    }

    @Test
    void choleskyOfAnIndefiniteMatrixIsNaN() {
        Tensor factor = Tensor.of(new double[][] {{1, 2}, {2, 1}}).cholesky();
        assertTensor(factor, Shape.of(2, 2), Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void opaqueFunctionsAreCalled() {
        DifferentiableFunction innerProduct = new DifferentiableFunction() {
            @Override
            public String name() {
                return "innerProduct";
            }

            @Override
            public Shape outputShape(List<Shape> inputs) {
                return Shape.SCALAR;
            }

            @Override
            public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {
                output[0] = 0;
                for (int i = 0; i < inputs[0].length; i++) {
                    output[0] += inputs[0][i] * inputs[1][i];
                }
            }

            @Override
            public void vectorJacobianProduct(
                    double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {
                throw new UnsupportedOperationException("not differentiated here");
            }
        };
        assertTensor(Tensor.call(innerProduct, Tensor.of(1, 2, 3), Tensor.of(4, 5, 6)), Shape.SCALAR, 32);
    }

    // Helpers

    /** The recurrence up to 30, then the asymptotic series of Abramowitz and Stegun, 6.3.18. */
    private static double digamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 30) {
            shift -= 1 / y;
            y++;
        }
        double z = 1 / (y * y);
        return shift + StrictMath.log(y) - 1 / (2 * y) - z * (1 / 12.0 - z * (1 / 120.0 - z * (1 / 252.0 - z / 240)));
    }

    private static void assertTensor(Tensor tensor, Shape shape, double... expected) {
        assertThat(tensor.shape()).isEqualTo(shape);
        assertThat(tensor.toArray()).containsExactly(expected);
    }

    private static void assertClose(Tensor tensor, Shape shape, double[] expected, double relative) {
        assertThat(tensor.shape()).isEqualTo(shape);
        double[] actual = tensor.toArray();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isFinite(expected[i])) {
                assertThat(actual[i])
                        .as("element %d", i)
                        .isCloseTo(expected[i], within(relative * Math.max(1, Math.abs(expected[i]))));
            } else {
                assertThat(Double.valueOf(actual[i])).as("element %d", i).isEqualTo(Double.valueOf(expected[i]));
            }
        }
    }

    /** NumPy's rule, written down anew. */
    private static Shape commonShape(Shape left, Shape right) {
        int rank = Math.max(left.rank(), right.rank());
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int a = axis - rank + left.rank();
            int b = axis - rank + right.rank();
            sizes.add(Math.max(a < 0 ? 1 : left.dimension(a), b < 0 ? 1 : right.dimension(b)));
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Returns which element of an operand an element of the result is computed from. */
    private static int source(Shape common, int element, Shape operand) {
        int source = 0;
        int stride = 1;
        int rest = element;
        for (int k = 1; k <= common.rank(); k++) {
            int size = common.dimension(common.rank() - k);
            if (k <= operand.rank()) {
                int own = operand.dimension(operand.rank() - k);
                source += (own == 1 ? 0 : rest % size) * stride;
                stride *= own;
            }
            rest /= size;
        }
        return source;
    }

    private static double[][] random(SplittableRandom random, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return matrix;
    }

    private static double[] flat(RealMatrix matrix) {
        return Arrays.stream(matrix.getData()).flatMapToDouble(Arrays::stream).toArray();
    }
}
