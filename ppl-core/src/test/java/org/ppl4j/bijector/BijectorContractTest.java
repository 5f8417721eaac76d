package org.ppl4j.bijector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** What every bijector must do, at random points; each with the mistakes that the checks must find. */
class BijectorContractTest {

    private static final int POINTS = 20;

    /**
     * A bijector on a shape, with the constrained elements that can be chosen independently; {@code support} also says
     * what the values must be.
     */
    record Case(String name, Support support, Shape constrained, List<Integer> independent) {

        Bijector bijector() {
            return support.bijector();
        }

        Shape unconstrained() {
            return bijector().unconstrainedShape(constrained);
        }

        double[] point(SplittableRandom random) {
            // a matrix is the square of its factor, and so is its condition number, which multiplies rounding errors
            double largest = support.bijector() instanceof PositiveDefinite ? 1.5 : 3;
            return random.doubles(unconstrained().size(), -largest, largest).toArray();
        }

        @Override
        public String toString() {
            return name + constrained;
        }
    }

    static Stream<Case> cases() {
        Tensor lower = Tensor.of(-1, 2, 0);
        Tensor upper = Tensor.of(new double[][] {{0, 5, 1e3}, {4, 2.5, 1e-3}});
        double infinity = Double.POSITIVE_INFINITY;
        Tensor partlyLower = Tensor.of(-infinity, 2, -infinity, 3, 4);
        Tensor partlyUpper = Tensor.of(infinity, infinity, -1, 4, 4.5);
        return Stream.of(
                all("real", Supports.real(), Shape.of(2, 3)),
                all("positive", Supports.positive(), Shape.SCALAR),
                all("positive", Supports.positive(), Shape.of(4)),
                all("nonNegative", Supports.nonNegative(), Shape.of(2)),
                all("unitInterval", Supports.unitInterval(), Shape.of(3)),
                all("probability", Supports.probability(), Shape.of(3)),
                all("lowerBound", Supports.lowerBound(-2.5), Shape.of(2, 2)),
                all("lowerBound of vector", Supports.lowerBound(lower), Shape.of(2, 3)),
                all("greaterThan", Supports.greaterThan(lower), Shape.of(3)),
                all("upperBound", Supports.upperBound(7), Shape.SCALAR),
                all("upperBound of vector", Supports.upperBound(lower), Shape.of(2, 3)),
                all("interval", Supports.interval(-2, 3), Shape.of(3)),
                all("interval of matrix", Supports.interval(lower, upper), Shape.of(2, 3)),
                all("interval of vectors", Supports.interval(lower, lower.plus(2)), Shape.of(3, 3)),
                all("unbounded interval", Supports.interval(-infinity, infinity), Shape.of(2)),
                all("half-bounded interval", Supports.interval(1, infinity), Shape.of(2)),
                all("partly bounded interval", Supports.interval(partlyLower, partlyUpper), Shape.of(2, 5)),
                vectors("simplex", Supports.simplex(), Shape.of(1)),
                vectors("simplex", Supports.simplex(), Shape.of(2)),
                vectors("simplex", Supports.simplex(), Shape.of(6)),
                vectors("simplex", Supports.simplex(), Shape.of(2, 3, 4)),
                all("ordered", Supports.ordered(), Shape.of(1)),
                all("ordered", Supports.ordered(), Shape.of(7)),
                all("ordered", Supports.ordered(), Shape.of(3, 4)),
                triangles("correlationCholesky", Supports.correlationCholesky(), Shape.of(1, 1), 0),
                triangles("correlationCholesky", Supports.correlationCholesky(), Shape.of(2, 2), 0),
                triangles("correlationCholesky", Supports.correlationCholesky(), Shape.of(5, 5), 0),
                triangles("correlationCholesky", Supports.correlationCholesky(), Shape.of(2, 3, 3), 0),
                triangles("choleskyFactor", Supports.choleskyFactor(), Shape.of(1, 1), 1),
                triangles("choleskyFactor", Supports.choleskyFactor(), Shape.of(4, 4), 1),
                triangles("choleskyFactor", Supports.choleskyFactor(), Shape.of(2, 2, 2, 2), 1),
                triangles("positiveDefinite", Supports.positiveDefinite(), Shape.of(1, 1), 1),
                triangles("positiveDefinite", Supports.positiveDefinite(), Shape.of(4, 4), 1),
                triangles("positiveDefinite", Supports.positiveDefinite(), Shape.of(2, 3, 3), 1),
                all(
                        "not centred",
                        reals(new PartlyCentred(Tensor.of(3), Tensor.of(0.2), Tensor.of(0))),
                        Shape.of(2, 3)),
                all(
                        "half centred",
                        reals(new PartlyCentred(lower, Tensor.of(0.1, 7, 1), Tensor.of(0.5))),
                        Shape.of(2, 3)),
                all(
                        "each centred by itself",
                        reals(new PartlyCentred(lower, Tensor.of(0.1, 7, 1), Tensor.of(1, 0, 0.3))),
                        Shape.of(3)));
    }

    private static Support reals(Bijector bijector) {
        return new Support() {
            @Override
            public boolean isDiscrete() {
                return false;
            }

            @Override
            public Optional<String> violation(double[] values, Shape shape) {
                return Supports.real().violation(values, shape);
            }

            @Override
            public Bijector bijector() {
                return bijector;
            }
        };
    }

    private static Case all(String name, Support support, Shape shape) {
        return choose(name, support, shape, i -> true);
    }

    private static Case vectors(String name, Support support, Shape shape) {
        int length = shape.dimension(shape.rank() - 1);
        return choose(name, support, shape, i -> i % length < length - 1);
    }

    private static Case triangles(String name, Support support, Shape shape, int diagonal) {
        int size = shape.dimension(shape.rank() - 1);
        return choose(name, support, shape, i -> i % size < i / size % size + diagonal);
    }

    private static Case choose(String name, Support support, Shape shape, IntPredicate independent) {
        return new Case(
                name,
                support,
                shape,
                IntStream.range(0, shape.size()).filter(independent).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mapsIntoTheSupportAndBack(Case test) {
        SplittableRandom random = new SplittableRandom(20240601);
        for (int k = 0; k < POINTS; k++) {
            double[] point = test.point(random);
            Tensor constrained = test.bijector().forward(Tensor.of(test.unconstrained(), point));
            assertThat(constrained.shape()).isEqualTo(test.constrained());
            assertThat(test.support().violation(constrained.toArray(), constrained.shape()))
                    .isEmpty();
            Tensor back = test.bijector().inverse(constrained);
            assertThat(back.shape()).isEqualTo(test.unconstrained());
            assertThat(largestError(back.toArray(), point)).isLessThan(1e-10);
            double[] again = test.bijector().forward(back).toArray();
            assertThat(largestError(again, constrained.toArray())).isLessThan(1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void logJacobianIsThatOfForward(Case test) {
        SplittableRandom random = new SplittableRandom(7);
        for (int k = 0; k < POINTS; k++) {
            double[] point = test.point(random);
            assertThat(jacobianError(test, test.bijector(), point)).isLessThan(1e-8);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreThoseOfFiniteDifferences(Case test) {
        SplittableRandom random = new SplittableRandom(8);
        Bijector bijector = test.bijector();
        double[] point = test.point(random);
        Shape shape = test.unconstrained();
        assertThat(largestError(
                        flat(Derivatives.byRules(bijector::forward, shape, point)),
                        flat(Derivatives.byDifferences(bijector::forward, shape, point))))
                .isLessThan(1e-8);
        assertThat(largestError(
                        flat(Derivatives.byRules(x -> logJacobian(bijector, x), shape, point)),
                        flat(Derivatives.byDifferences(x -> logJacobian(bijector, x), shape, point))))
                .isLessThan(1e-8);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inverseGradientIsTheInverseOfForwards(Case test) {
        Shape shape = test.unconstrained();
        if (shape.size() == 0) {
            assertThat(test.bijector().forward(Tensor.of(shape)).toArray()).containsOnly(1);
            return;
        }
        double[] point = test.point(new SplittableRandom(9));
        double[] constrained = test.bijector().forward(Tensor.of(shape, point)).toArray();
        // along the surface of the constrained values the product of both Jacobians is the identity
        double[][] there = Derivatives.byRules(test.bijector()::forward, shape, point);
        double[][] back = Derivatives.byRules(test.bijector()::inverse, test.constrained(), constrained);
        double[][] product = new Array2DRowRealMatrix(back)
                .multiply(new Array2DRowRealMatrix(there))
                .getData();
        assertThat(largestError(flat(product), Tensor.identity(point.length).toArray()))
                .isLessThan(1e-9);
    }

    /** Beyond 709 an exponential, and beyond 354 its square, is infinite. */
    @ParameterizedTest
    @MethodSource("cases")
    void extremePointsGiveFiniteLogJacobiansAndGradients(Case test) {
        Shape shape = test.unconstrained();
        for (double extreme : new double[] {-700, -350, -40, -37, 37, 40, 350, 700}) {
            double[] point = new double[shape.size()];
            Arrays.fill(point, extreme);
            Tensor unconstrained = Tensor.of(shape, point);
            Tensor constrained = test.bijector().forward(unconstrained);
            assertThat(constrained.toArray()).doesNotContain(Double.NaN);
            assertThat(test.bijector()
                            .logAbsDetJacobian(unconstrained, constrained)
                            .doubleValue())
                    .isFinite();
            for (double slope : flat(Derivatives.byRules(x -> logJacobian(test.bijector(), x), shape, point))) {
                assertThat(slope).isFinite();
            }
            for (double slope : flat(Derivatives.byRules(test.bijector()::forward, shape, point))) {
                assertThat(slope).isNotNaN();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theJacobianCheckFindsASmallMistake(Case test) {
        Bijector wrong = new Mistaken(test.bijector(), 1, 1e-6);
        double[] point = test.point(new SplittableRandom(10));
        assertThat(jacobianError(test, wrong, point)).isGreaterThan(1e-8);
    }

    @Test
    void theJacobianCheckFindsAForwardMapThatIsALittleTooSteep() {
        Case test = all("interval", Supports.interval(-2, 3), Shape.of(3));
        double[] point = {0.3, -1, 2};
        assertThat(jacobianError(test, new Mistaken(test.bijector(), 1 + 1e-6, 0), point))
                .isGreaterThan(1e-8);
    }

    @Test
    void theRoundTripCheckFindsASmallMistake() {
        Bijector wrong = new Mistaken(new Positive(), 1 + 1e-9, 0);
        double[] point = {0.5};
        assertThat(largestError(wrong.inverse(wrong.forward(Tensor.of(point))).toArray(), point))
                .isGreaterThan(1e-10);
    }

    /** A bijector with a mistake: the forward map scaled, the log-Jacobian off. */
    private record Mistaken(Bijector right, double scale, double offset) implements Bijector {

        @Override
        public Shape unconstrainedShape(Shape constrained) {
            return right.unconstrainedShape(constrained);
        }

        @Override
        public Tensor forward(Tensor unconstrained) {
            return right.forward(unconstrained).times(scale);
        }

        @Override
        public Tensor inverse(Tensor constrained) {
            return right.inverse(constrained);
        }

        @Override
        public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
            return right.logAbsDetJacobian(unconstrained, constrained).plus(offset);
        }
    }

    /** Returns by how much the log-Jacobian differs from the determinant of finite differences of forward. */
    private static double jacobianError(Case test, Bijector bijector, double[] point) {
        Shape shape = test.unconstrained();
        Tensor unconstrained = Tensor.of(shape, point);
        Tensor logJacobian = bijector.logAbsDetJacobian(unconstrained, bijector.forward(unconstrained));
        assertThat(logJacobian.shape()).isEqualTo(Shape.SCALAR);
        assertThat(test.independent()).hasSize(point.length);
        double expected = 0;
        if (point.length > 0) {
            double[][] rows = Derivatives.byDifferences(bijector::forward, shape, point);
            double[][] square = test.independent().stream().map(i -> rows[i]).toArray(double[][]::new);
            double determinant = new LUDecomposition(new Array2DRowRealMatrix(square), 0).getDeterminant();
            expected = Math.log(Math.abs(determinant));
        }
        return Math.abs(logJacobian.doubleValue() - expected);
    }

    private static Tensor logJacobian(Bijector bijector, Tensor unconstrained) {
        return bijector.logAbsDetJacobian(unconstrained, bijector.forward(unconstrained));
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Returns the largest difference, relative to the expected element if that is above one. */
    private static double largestError(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        return IntStream.range(0, actual.length)
                .mapToDouble(i -> Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i])))
                .map(error -> Double.isNaN(error) ? Double.POSITIVE_INFINITY : error)
                .max()
                .orElse(0);
    }
}
