package org.ppl4j.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One after the other the steps of a function give its bits. */
class StepsTest {

    private static double exp(double x) {
        return Steps.expScaled(Steps.expFraction(x), Steps.expShifted(x));
    }

    private static double tanh(double x) {
        double power = Steps.tanhPower(Steps.tanhShifted(x));
        return Steps.copySign(Steps.tanhMagnitude(Steps.tanhReduced(x), Steps.tanhRest(x), power), x);
    }

    private static double log(double x) {
        return Steps.logFinished(x, Steps.logReduced(Steps.logExponent(x), Steps.logFraction(x)));
    }

    private static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return Steps.ofOnePlus(Steps.choose(Steps.lessThan(x, 0), e, 1), e);
    }

    static Stream<Arguments> functions() {
        DoubleUnaryOperator exp = StepsTest::exp;
        DoubleUnaryOperator tanh = StepsTest::tanh;
        DoubleUnaryOperator log = StepsTest::log;
        DoubleUnaryOperator sigmoid = StepsTest::sigmoid;
        return Stream.of(
                Arguments.of("exp", exp, (DoubleUnaryOperator) Elementary::exp),
                Arguments.of("tanh", tanh, (DoubleUnaryOperator) Elementary::tanh),
                Arguments.of("log", log, (DoubleUnaryOperator) Elementary::log),
                Arguments.of("sigmoid", sigmoid, (DoubleUnaryOperator) Elementary::sigmoid));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void stepsGiveTheFunction(String name, DoubleUnaryOperator inSteps, DoubleUnaryOperator function) {
        SplittableRandom random = new SplittableRandom(1);
        DoubleStream special = DoubleStream.of(
                0.0,
                1,
                20,
                709.782712893384,
                709.7827128933841,
                710,
                745.1332191019411,
                745.1332191019412,
                746,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE);
        DoubleStream moderate = random.doubles(100_000, 0, 30);
        DoubleStream any = random.longs(100_000).mapToDouble(Double::longBitsToDouble);
        Stream.of(special, moderate, any)
                .flatMapToDouble(values -> values)
                .flatMap(value -> DoubleStream.of(value, -value))
                .forEach(x -> assertThat(Double.doubleToLongBits(inSteps.applyAsDouble(x)))
                        .as("%s of %s", name, x)
                        .isEqualTo(Double.doubleToLongBits(function.applyAsDouble(x))));
    }
}
