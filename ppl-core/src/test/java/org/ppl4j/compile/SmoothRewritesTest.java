package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Logistic;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Second derivatives of smooth functions that are rewritten by way of greatest elements, absolute values and choices: also where two
 * numbers are equal or one is zero, at which those have no second derivative.
 */
class SmoothRewritesTest {

    private record Case(String name, UnaryOperator<Tensor> function) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final double[][] POINTS = {{0, 0, 0}, {0.5, 0.5, 0.5}, {1, -1, 0}, {0, 0, 2}, {0.3, -1.2, 0.8}};

    private static final double[] VALUES = {0, 0.5, 1, -1, 0, 2, 0.25, -0.75, 1.5, 0.5};

    private static Case of(String name, UnaryOperator<Tensor> function) {
        return new Case(name, function);
    }

    static Stream<Case> cases() {
        Tensor values = Tensor.of(VALUES);
        return Stream.of(
                of("logSumExp", Tensor::logSumExp),
                of(
                        "logSumExp with the negatives",
                        x -> Tensor.concatenate(x, x.negate()).logSumExp()),
                of("a logarithm of a sum of exponentials", x -> x.exp().sum().log()),
                of(
                        "a logarithm of a weighted sum",
                        x -> x.exp().timesElementwise(Tensor.of(1, 2, 3)).sum().log()),
                of("logAddExp", x -> x.at(0).logAddExp(x.at(1)).logAddExp(x.at(2))),
                of("logAddExp of elements", x -> x.logAddExp(x.negate())),
                of("softmax", x -> x.softmax().log().timesElementwise(Tensor.of(1, 2, 3))),
                of(
                        "logarithms of logistic functions",
                        x -> x.sigmoid().log().plus(x.sigmoid().negate().plus(1).log())),
                of(
                        "softplus both ways",
                        x -> x.softplus().timesElementwise(x.negate().softplus())),
                of("the square's softplus", x -> x.exp().square().log1p()),
                of("normal tails", x -> x.erf().plus(1).log()),
                of("tanh", x -> x.tanh().square().negate().log1p()),
                of("powers", x -> x.power(2).plus(x.power(3)).plus(x.power(4))),
                of(
                        "powers of several exponents",
                        x -> x.power(Tensor.of(0, 1, 2)).plus(x.power(Tensor.of(2, 3, 4)))),
                of("powers of squares", x -> x.square().plus(1).power(x.at(0))),
                of("roots", x -> x.square().plus(1).sqrt()),
                of("logistic data in a loop", x -> {
                    Tensor total = Tensor.of(0);
                    for (double value : VALUES) {
                        total = total.plus(Logistic.of(x.at(0), x.at(1).exp()).logDensity(Tensor.of(value)));
                    }
                    return total.plus(x.at(2).square());
                }),
                of(
                        "logistic data",
                        x -> Logistic.of(x.at(0), x.at(1).exp())
                                .logDensity(values)
                                .times(x.at(2))),
                of(
                        "logistic regression",
                        x -> Bernoulli.ofLogit(values.times(x.at(0)).plus(x.at(1)))
                                .logDensity(Tensor.of(0, 1, 1, 0, 0, 1, 0, 1, 1, 0))
                                .times(x.at(2))),
                of(
                        "a mixture",
                        x -> Tensor.stack(
                                        Normal.of(x.at(0), 1).logDensity(values),
                                        Normal.of(x.at(1), 1).logDensity(values),
                                        Logistic.of(x.at(2), 1).logDensity(values))
                                .logSumExp(0)),
                of("a hidden Markov chain", SmoothRewritesTest::hiddenChain),
                of(
                        "a recurrence",
                        x -> Tensor.scan(
                                x.at(0),
                                values,
                                (state, value) -> state.plus(value).softplus().minus(x.at(1)))),
                of(
                        "a matrix product of exponentials",
                        x -> Tensor.of(new double[][] {{1, 2, 3}, {3, 2, 1}})
                                .times(x.exp())
                                .log()));
    }

    /** Two states with equal chances where all coordinates are equal. */
    private static Tensor hiddenChain(Tensor x) {
        Tensor stay = x.at(2).sigmoid().log();
        Tensor leave = x.at(2).negate().sigmoid().log();
        Tensor first = Tensor.of(0);
        Tensor second = Tensor.of(0);
        for (double value : VALUES) {
            Tensor before = first;
            first = first.plus(stay)
                    .logAddExp(second.plus(leave))
                    .plus(Normal.of(x.at(0), 1).logDensity(Tensor.of(value)));
            second = before.plus(leave)
                    .logAddExp(second.plus(stay))
                    .plus(Normal.of(x.at(1), 1).logDensity(Tensor.of(value)));
        }
        return first.logAddExp(second);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void secondDerivativesAreTheSlopesOfTheFirst(Case each) {
        for (double[] point : POINTS) {
            assertThat(Curvature.error(each.function(), point))
                    .as(Arrays.toString(point))
                    .isLessThan(Curvature.TOLERANCE);
        }
    }

    static Stream<Arguments> supports() {
        Shape three = Shape.of(3);
        Shape square = Shape.of(2, 2);
        return Stream.of(
                Arguments.of(Supports.real(), three),
                Arguments.of(Supports.positive(), three),
                Arguments.of(Supports.unitInterval(), three),
                Arguments.of(Supports.interval(-1, 1), three),
                Arguments.of(Supports.lowerBound(-2), three),
                Arguments.of(Supports.upperBound(2), three),
                Arguments.of(Supports.ordered(), three),
                Arguments.of(Supports.simplex(), Shape.of(4)),
                Arguments.of(Supports.correlationCholesky(), Shape.of(3, 3)),
                Arguments.of(Supports.choleskyFactor(), square),
                Arguments.of(Supports.positiveDefinite(), square));
    }

    @ParameterizedTest
    @MethodSource("supports")
    void soAreThoseOfBijectors(Support support, Shape shape) {
        Bijector bijector = support.bijector();
        assertThat(bijector.unconstrainedShape(shape)).isEqualTo(Shape.of(3));
        UnaryOperator<Tensor> function = x -> {
            Tensor constrained = bijector.forward(x);
            Tensor again = bijector.inverse(constrained).flatten();
            double[] weights = new double[constrained.size()];
            Arrays.setAll(weights, i -> 1 + i * i);
            return constrained
                    .flatten()
                    .timesElementwise(Tensor.of(weights))
                    .sum()
                    .plus(bijector.logAbsDetJacobian(x, constrained).sum())
                    .plus(again.square().sum());
        };
        for (double[] point : POINTS) {
            assertThat(Curvature.error(function, point))
                    .as(Arrays.toString(point))
                    .isLessThan(Curvature.TOLERANCE);
        }
    }

    @Test
    void theChecksFindAnAbsoluteValue() {
        assertThat(Curvature.error(x -> x.abs().square(), 0, 0, 0)).isEqualTo(1);
        assertThat(Curvature.error(x -> x.maximum(0).square(), 0.5, 0.5, 0.5)).isLessThan(Curvature.TOLERANCE);
    }
}
