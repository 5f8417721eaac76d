package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

class SupportsTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    static Stream<Arguments> violations() {
        Tensor lower = Tensor.of(0, 1, 2);
        Tensor upper = Tensor.of(10, 10, 2.5);
        Tensor zero = Tensor.of(0);
        return Stream.of(
                arguments(Supports.real(), scalar(NAN), "must be finite, got NaN"),
                arguments(Supports.real(), vector(1, -INFINITY), "must be finite, got -Infinity at index [1]"),
                arguments(Supports.positive(), scalar(-1), "must be > 0, got -1.0"),
                arguments(Supports.positive(), scalar(0), "must be > 0, got 0.0"),
                arguments(Supports.positive(), scalar(NAN), "must be > 0, got NaN"),
                arguments(Supports.positive(), scalar(INFINITY), "must be finite, got Infinity"),
                arguments(Supports.positive(), vector(1, 2, 3, -1, -2), "must be > 0, got -1.0 at index [3]"),
                arguments(
                        Supports.positive(),
                        Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 0}}),
                        "must be > 0, got 0.0 at index [1, 2]"),
                arguments(Supports.nonNegative(), scalar(-0.5), "must be >= 0, got -0.5"),
                arguments(Supports.unitInterval(), scalar(1), "must lie strictly between 0.0 and 1.0, got 1.0"),
                arguments(Supports.unitInterval(), scalar(0), "must lie strictly between 0.0 and 1.0, got 0.0"),
                arguments(Supports.probability(), scalar(1.5), "must lie between 0.0 and 1.0, got 1.5"),
                arguments(Supports.probability(), scalar(NAN), "must lie between 0.0 and 1.0, got NaN"),
                arguments(Supports.interval(-1, 2), scalar(2.5), "must lie between -1.0 and 2.0, got 2.5"),
                arguments(Supports.interval(-1, INFINITY), scalar(-2), "must be >= -1.0, got -2.0"),
                arguments(Supports.interval(-INFINITY, INFINITY), scalar(NAN), "must be finite, got NaN"),
                arguments(
                        Supports.interval(lower, upper),
                        vector(1, 2, 3),
                        "must lie between 2.0 and 2.5, got 3.0 at index [2]"),
                arguments(
                        Supports.interval(lower, upper),
                        Tensor.of(new double[][] {{1, 2, 2}, {1, 0.5, 2}}),
                        "must lie between 1.0 and 10.0, got 0.5 at index [1, 1]"),
                arguments(Supports.interval(lower, upper), scalar(1.5), "must lie between 2.0 and 2.5, got 1.5"),
                arguments(Supports.lowerBound(2), scalar(1), "must be >= 2.0, got 1.0"),
                arguments(Supports.lowerBound(2), scalar(INFINITY), "must be finite, got Infinity"),
                arguments(Supports.lowerBound(lower), vector(0, 1, 1), "must be >= 2.0, got 1.0 at index [2]"),
                arguments(Supports.upperBound(2), scalar(3), "must be <= 2.0, got 3.0"),
                arguments(Supports.upperBound(lower), vector(0, NAN, 9), "must be <= 1.0, got NaN at index [1]"),
                arguments(Supports.greaterThan(zero), scalar(0), "must be > 0.0, got 0.0"),
                arguments(Supports.greaterThan(lower), scalar(1), "must be > 1.0, got 1.0"),
                arguments(Supports.binary(), scalar(2), "must be 0 or 1, got 2.0"),
                arguments(Supports.binary(), scalar(NAN), "must be 0 or 1, got NaN"),
                arguments(Supports.nonNegativeInteger(), scalar(-1), "must be a whole number >= 0, got -1.0"),
                arguments(
                        Supports.nonNegativeInteger(),
                        vector(1, 1.5),
                        "must be a whole number >= 0, got 1.5 at index [1]"),
                arguments(Supports.nonNegativeInteger(), scalar(INFINITY), "must be finite, got Infinity"),
                arguments(Supports.positiveInteger(), scalar(0), "must be a whole number >= 1, got 0.0"),
                arguments(
                        Supports.integerRange(0, 10), scalar(11), "must be a whole number between 0 and 10, got 11.0"),
                arguments(
                        Supports.integerRange(0, 10), scalar(0.5), "must be a whole number between 0 and 10, got 0.5"),
                arguments(
                        Supports.integerRange(zero, upper),
                        vector(10, 11, 2),
                        "must be a whole number between 0 and 10, got 11.0 at index [1]"),
                arguments(
                        Supports.integerRange(zero, upper),
                        vector(10, 10, 3),
                        "must be a whole number between 0 and 2.5, got 3.0 at index [2]"),
                arguments(
                        Supports.integerRange(zero, Tensor.of(INFINITY)),
                        scalar(-1),
                        "must be a whole number >= 0, got -1.0"));
    }

    static Stream<Arguments> violationsOfVectors() {
        String simplex = "must be non-negative and sum to 1";
        String ordered = "must be strictly increasing";
        return Stream.of(
                arguments(Supports.simplex(), vector(0.4, 0.5), simplex + ", got a sum of 0.9"),
                arguments(Supports.simplex(), vector(1.25, -0.25), simplex + ", got -0.25 at index [1]"),
                arguments(Supports.simplex(), vector(0.5, NAN), simplex + ", got NaN at index [1]"),
                arguments(Supports.simplex(), vector(INFINITY, 0), simplex + ", got a sum of Infinity"),
                arguments(Supports.simplex(), vector(), simplex + ", got a sum of 0.0"),
                arguments(
                        Supports.simplex(),
                        Tensor.of(new double[][] {{0.5, 0.5}, {0.5, 1}}),
                        simplex + ", got a sum of 1.5 at index [1]"),
                arguments(Supports.simplex(), scalar(1), "must be a vector, got a scalar"),
                arguments(Supports.ordered(), vector(1, 2, 2), ordered + ", got 2.0 after 2.0 at index [2]"),
                arguments(Supports.ordered(), vector(NAN, 2), ordered + ", got NaN at index [0]"),
                arguments(Supports.ordered(), vector(1, INFINITY), "must be finite, got Infinity at index [1]"),
                arguments(
                        Supports.ordered(),
                        Tensor.of(new double[][] {{5, 6}, {2, 1}}),
                        ordered + ", got 1.0 after 2.0 at index [1, 1]"),
                arguments(Supports.ordered(), scalar(1), "must be a vector, got a scalar"));
    }

    static Stream<Arguments> violationsOfMatrices() {
        String minor = "must be positive definite, got a matrix whose leading minor of order 2 is not positive";
        return Stream.of(
                arguments(Supports.choleskyFactor(), scalar(1), "must be a square matrix, got a scalar"),
                arguments(Supports.choleskyFactor(), vector(1), "must be a square matrix, got a vector"),
                arguments(
                        Supports.choleskyFactor(),
                        Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 4),
                        "must be a square matrix, got shape [2×1×2]"),
                arguments(
                        Supports.choleskyFactor(),
                        matrix(1, 0.5, 0, 1),
                        "must be lower triangular, got 0.5 at index [0, 1]"),
                arguments(
                        Supports.choleskyFactor(),
                        matrix(1, 0, 3, -1),
                        "must have a positive diagonal, got -1.0 at index [1, 1]"),
                arguments(Supports.choleskyFactor(), matrix(1, 0, NAN, 1), "must be finite, got NaN at index [1, 0]"),
                arguments(
                        Supports.choleskyFactor(),
                        Tensor.of(Shape.of(2, 2, 2), 1, 0, 0, 1, 1, 2, 3, 4),
                        "must be lower triangular, got 2.0 at index [1, 0, 1]"),
                arguments(
                        Supports.correlationCholesky(),
                        matrix(1, 0, 3, 4),
                        "must have rows of norm 1, got a norm of 5.0 at index [1]"),
                arguments(
                        Supports.correlationCholesky(),
                        matrix(1, 0.5, 0, 1),
                        "must be lower triangular, got 0.5 at index [0, 1]"),
                arguments(
                        Supports.correlationCholesky(),
                        matrix(1, 0, 1, 0),
                        "must have a positive diagonal, got 0.0 at index [1, 1]"),
                arguments(Supports.positiveDefinite(), matrix(1, 2, 2, 1), minor),
                arguments(
                        Supports.positiveDefinite(),
                        Tensor.of(Shape.of(2, 2, 2), 1, 0, 0, 1, 1, 1, 1, 1),
                        minor + " at index [1]"),
                arguments(
                        Supports.positiveDefinite(),
                        matrix(-1, 0, 0, 1),
                        "must have a positive diagonal, got -1.0 at index [0, 0]"),
                arguments(
                        Supports.positiveDefinite(), matrix(1, NAN, NAN, 1), "must be finite, got NaN at index [0, 1]"),
                arguments(
                        Supports.positiveDefinite(),
                        matrix(1, 0.5, 0.4, 1),
                        "must be symmetric, got 0.5 at index [0, 1] and 0.4 at index [1, 0]"),
                arguments(Supports.positiveDefinite(), scalar(1), "must be a square matrix, got a scalar"));
    }

    @ParameterizedTest
    @MethodSource({"violations", "violationsOfVectors", "violationsOfMatrices"})
    void saysWhatIsWrong(Support support, Tensor value, String text) {
        assertThat(support.violation(value.toArray(), value.shape())).contains(text);
    }

    static Stream<Arguments> members() {
        return Stream.of(
                arguments(Supports.real(), vector(-1e308, 0, 3)),
                arguments(Supports.positive(), vector(Double.MIN_VALUE, Double.MAX_VALUE)),
                arguments(Supports.nonNegative(), vector(0, -0.0, 1)),
                arguments(Supports.unitInterval(), vector(Double.MIN_VALUE, Math.nextDown(1.0))),
                arguments(Supports.probability(), vector(0, 0.5, 1)),
                arguments(Supports.interval(-1, 2), vector(-1, 0, 2)),
                arguments(Supports.interval(-INFINITY, 2), vector(-1e300, 2)),
                arguments(Supports.interval(Tensor.of(0, 5), Tensor.of(1, 6)), vector(1, 5)),
                arguments(Supports.lowerBound(2), vector(2, 3)),
                arguments(Supports.upperBound(2), vector(2, -3)),
                arguments(Supports.greaterThan(Tensor.of(0)), vector(Double.MIN_VALUE)),
                arguments(Supports.binary(), vector(0, 1)),
                arguments(Supports.nonNegativeInteger(), vector(0, 1, 1e15)),
                arguments(Supports.positiveInteger(), vector(1, 2)),
                arguments(Supports.integerRange(-1, 1), vector(-1, 0, 1)),
                arguments(Supports.integerRange(3, 3), scalar(3)),
                arguments(Supports.simplex(), vector(0, 0.3, 0.7 + 1e-9)),
                arguments(Supports.simplex(), vector(1)),
                arguments(Supports.ordered(), vector(-5, 1, Math.nextUp(1.0))),
                arguments(Supports.choleskyFactor(), matrix(1, 0, -7, 2)),
                arguments(Supports.correlationCholesky(), matrix(1, 0, -0.6, 0.8)),
                arguments(Supports.positiveDefinite(), matrix(1e-20, 0, 0, 1e20)),
                arguments(Supports.positiveDefinite(), matrix(1e6, 1 + 1e-9, 1, 2)),
                arguments(Supports.positiveDefinite(), Tensor.of(Shape.of(2, 1, 1), 1, 2)));
    }

    @ParameterizedTest
    @MethodSource("members")
    void findsNothingWrongWithMembers(Support support, Tensor value) {
        assertThat(support.violation(value.toArray(), value.shape())).isEmpty();
    }

    @Test
    void randomBoundsAreNotChecked() {
        Tensor random = Tensor.of(Node.symbol(new Variable("bound"), Shape.SCALAR));
        Support support = Supports.interval(random, Tensor.of(1));
        assertThat(support.violation(new double[] {-1e9}, Shape.SCALAR)).isEmpty();
        assertThat(support.violation(new double[] {2}, Shape.SCALAR)).contains("must be <= 1.0, got 2.0");
        assertThat(Supports.lowerBound(random).violation(new double[] {NAN}, Shape.SCALAR))
                .contains("must be finite, got NaN");
        assertThat(Supports.integerRange(random, random).violation(new double[] {0.5}, Shape.SCALAR))
                .contains("must be a whole number, got 0.5");
    }

    @Test
    void aParameterNamesItself() {
        Parameter scale = new Parameter("scale", Tensor.of(-1), Supports.positive());
        assertThat(scale.violation()).contains("scale must be > 0, got -1.0");
    }

    @Test
    void discreteSetsHaveNoBijector() {
        for (Support support : new Support[] {
            Supports.binary(), Supports.nonNegativeInteger(), Supports.positiveInteger(), Supports.integerRange(0, 3)
        }) {
            assertThat(support.isDiscrete()).isTrue();
            assertThatThrownBy(support::bijector)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("Discrete values have no smooth map from the real numbers: sum the variable out,"
                            + " observe it, or use a sampler for discrete variables.");
        }
        assertThat(Supports.real().isDiscrete()).isFalse();
        assertThat(Supports.interval(0, 1).isDiscrete()).isFalse();
        assertThat(Supports.simplex().isDiscrete()).isFalse();
    }

    @Test
    void boundsMustBeInOrder() {
        assertThatThrownBy(() -> Supports.interval(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "An interval's lower bound must be below its upper bound, got 1\\.0 and 1\\.0 \\(.+\\)\\.");
        assertThatThrownBy(() -> Supports.integerRange(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("A range's lower bound must not be above its upper bound, got 2 and 1 \\(.+\\)\\.");
    }

    private static Tensor scalar(double value) {
        return Tensor.of(value);
    }

    private static Tensor vector(double... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static Tensor matrix(double a, double b, double c, double d) {
        return Tensor.of(Shape.of(2, 2), a, b, c, d);
    }
}
