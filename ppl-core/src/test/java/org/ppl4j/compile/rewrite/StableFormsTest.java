package org.ppl4j.compile.rewrite;

import static java.lang.StrictMath.abs;
import static java.lang.StrictMath.exp;
import static java.lang.StrictMath.expm1;
import static java.lang.StrictMath.log;
import static java.lang.StrictMath.log1p;
import static java.lang.StrictMath.max;
import static java.lang.StrictMath.sqrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.bijector.Interval;
import org.ppl4j.bijector.Simplex;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.math.Special;
import org.ppl4j.tensor.Tensor;

/** Logarithms that users write of exponentials have values and slopes wherever these are ordinary numbers. */
class StableFormsTest {

    private static final List<Double> ANYWHERE = List.of(-800.0, -40.0, -1.0, 0.5, 1.0, 40.0, 800.0);
    /** Where log(sigmoid(-x)) is not so near to zero that a difference of two logarithms cannot have its digits. */
    private static final List<Double> NOT_NEAR_ZERO = List.of(-800.0, -1.0, 0.5, 1.0, 40.0, 800.0);

    private static final List<Double> BELOW_ZERO = List.of(-800.0, -40.0, -1.0, -1e-10);
    private static final List<Double> ABOVE_ZERO = List.of(1e-10, 1.0, 40.0, 800.0);

    /**
     * What a user may write.
     *
     * @param value what it is
     * @param slope its derivative
     * @param points where it is looked at
     * @param text for the test's name
     */
    record Row(
            String text,
            UnaryOperator<Tensor> written,
            DoubleUnaryOperator value,
            DoubleUnaryOperator slope,
            List<Double> points) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static Tensor one() {
        return Tensor.of(1);
    }

    private static double softplus(double x) {
        return max(x, 0) + log1p(exp(-abs(x)));
    }

    private static double sigmoid(double x) {
        return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
    }

    private static double log1mExp(double x) {
        return x < -1 ? log1p(-exp(x)) : log(-expm1(x));
    }

    private static double logAddExp(double x, double y) {
        return max(x, y) + log1p(exp(-abs(x - y)));
    }

    /** The logarithm of a mixture of exp(2x) and exp(-3x), by weights that are a logistic function of x, and the rest. */
    private static Row ofLogMixture(String text, UnaryOperator<Tensor> written) {
        return ofLogMixture(text, written, ANYWHERE);
    }

    private static Row ofLogMixture(String text, UnaryOperator<Tensor> written, List<Double> points) {
        return new Row(
                text,
                written,
                x -> logAddExp(2 * x - softplus(-x), -3 * x - softplus(x)),
                x -> {
                    double first = sigmoid(5 * x - softplus(-x) + softplus(x));
                    double second = sigmoid(-5 * x + softplus(-x) - softplus(x));
                    return first * (2 + sigmoid(-x)) - second * (3 + sigmoid(x));
                },
                points);
    }

    private static Tensor mixture(Tensor first, Tensor second, Tensor x) {
        return first.times(x.times(2).exp())
                .plus(second.times(x.times(-3).exp()))
                .log();
    }

    private static Row ofLogSigmoid(String text, UnaryOperator<Tensor> written) {
        return new Row(text, written, x -> -softplus(-x), x -> sigmoid(-x), ANYWHERE);
    }

    private static Row ofLogComplement(String text, UnaryOperator<Tensor> written) {
        return new Row(text, written, x -> -softplus(x), x -> -sigmoid(x), ANYWHERE);
    }

    private static double logNormalCdf(double x) {
        return Special.normalLogCdf(x);
    }

    private static double inverseMills(double x) {
        return Special.normalLogCdfDerivative(x);
    }

    private static Row ofLogNormalCdf(String text, UnaryOperator<Tensor> written) {
        return new Row(text, written, StableFormsTest::logNormalCdf, StableFormsTest::inverseMills, ANYWHERE);
    }

    static Stream<Row> rows() {
        return Stream.of(
                ofLogSigmoid("log(sigmoid(x))", x -> x.sigmoid().log()),
                ofLogSigmoid(
                        "log(1 / (1 + exp(-x)))",
                        x -> one().dividedBy(x.negate().exp().plus(1)).log()),
                ofLogSigmoid(
                        "log(exp(x) / (1 + exp(x)))",
                        x -> x.exp().dividedBy(x.exp().plus(1)).log()),
                ofLogSigmoid(
                        "-log(1 + exp(-x))", x -> x.negate().exp().plus(1).log().negate()),
                ofLogComplement(
                        "log(1 - sigmoid(x))", x -> one().minus(x.sigmoid()).log()),
                ofLogComplement("log1p(-sigmoid(x))", x -> x.sigmoid().negate().log1p()),
                ofLogComplement(
                        "log(1 - exp(x) / (1 + exp(x)))",
                        x -> one().minus(x.exp().dividedBy(x.exp().plus(1))).log()),
                ofLogNormalCdf("log(normalCdf(x))", x -> x.normalCdf().log()),
                ofLogNormalCdf(
                        "log(1 - normalCdf(-x))",
                        x -> one().minus(x.negate().normalCdf()).log()),
                ofLogNormalCdf(
                        "log1p(-normalCdf(-x))",
                        x -> x.negate().normalCdf().negate().log1p()),
                ofLogNormalCdf(
                        "log((1 + erf(x / sqrt(2))) / 2)",
                        x -> x.dividedBy(sqrt(2)).erf().plus(1).dividedBy(2).log()),
                ofLogNormalCdf(
                        "log(0.5 - 0.5 erf(-sqrt(0.5) x))",
                        x -> Tensor.of(0.5)
                                .minus(x.times(-sqrt(0.5)).erf().times(0.5))
                                .log()),
                ofLogNormalCdf(
                        "log1p(-(1 + erf(-x / sqrt(2))) / 2)",
                        x -> x.dividedBy(-sqrt(2)).erf().plus(1).times(-0.5).log1p()),
                new Row(
                        "log(normalCdf(x) - normalCdf(x - 1))",
                        x -> x.normalCdf().minus(x.minus(1).normalCdf()).log(),
                        x -> logNormalCdf(x) + log1mExp(logNormalCdf(x - 1) - logNormalCdf(x)),
                        x -> {
                            double ratio = exp(logNormalCdf(x - 1) - logNormalCdf(x));
                            return (inverseMills(x) - inverseMills(x - 1) * ratio) / (1 - ratio);
                        },
                        List.of(-800.0, -40.0, -1.0, 1.0)),
                ofLogMixture(
                        "log(w exp(2x) + (1 - w) exp(-3x)), w = sigmoid(x)",
                        x -> mixture(x.sigmoid(), one().minus(x.sigmoid()), x)),
                ofLogMixture("log(w exp(2x) + (1 - w) exp(-3x)), w from 0 to 1", x -> {
                    Tensor weight = Interval.between(Tensor.of(0), one()).forward(x);
                    return mixture(weight, one().minus(weight), x);
                }),
                ofLogMixture("log(w exp(2x) + (1 - w) exp(-3x)), w in a vector", x -> {
                    Tensor weights = Interval.between(Tensor.of(0), one())
                            .forward(Tensor.concatenate(
                                    x.reshape(1), Tensor.of(0.0).reshape(1)));
                    return mixture(weights.at(0), one().minus(weights.at(0)), x);
                }),
                ofLogMixture("log(w[0] exp(2x) + w[1] exp(-3x)), w a simplex", x -> {
                    Tensor weights = new Simplex().forward(x.reshape(1));
                    return mixture(weights.at(0), weights.at(1), x);
                }),
                // where the share is rounded to one, nothing is left of what it leaves
                ofLogMixture(
                        "log(w[0] exp(2x) + (1 - w[0]) exp(-3x)), w a simplex",
                        x -> {
                            Tensor weight = new Simplex().forward(x.reshape(1)).at(0);
                            return mixture(weight, one().minus(weight), x);
                        },
                        List.of(-800.0, -40.0, -1.0, 0.5, 1.0, 40.0)),
                ofLogMixture(
                        "log(sum(w exp([2x, -3x]))), w a simplex",
                        x -> new Simplex()
                                .forward(x.reshape(1))
                                .timesElementwise(
                                        x.timesElementwise(Tensor.of(2, -3)).exp())
                                .sum()
                                .log()),
                new Row(
                        "log(w exp(2x) + (1 - w) exp(-3x)), w up to a half",
                        x -> {
                            Tensor weight = Interval.between(Tensor.of(0), Tensor.of(0.5))
                                    .forward(x);
                            return mixture(weight, one().minus(weight), x);
                        },
                        x -> logAddExp(2 * x - log(2) - softplus(-x), -3 * x + log1p(-0.5 * sigmoid(x))),
                        x -> {
                            double rest = log1p(-0.5 * sigmoid(x));
                            double odds = 5 * x - log(2) - softplus(-x) - rest;
                            double fall = 0.5 * sigmoid(x) * sigmoid(-x) / (1 - 0.5 * sigmoid(x));
                            return sigmoid(odds) * (2 + sigmoid(-x)) - sigmoid(-odds) * (3 + fall);
                        },
                        List.of(-800.0, -40.0, -1.0, 1.0, 40.0, 800.0)),
                new Row(
                        "log(0.2 sigmoid(x) + 0.3 sigmoid(2x))",
                        x -> x.sigmoid()
                                .times(0.2)
                                .plus(x.times(2).sigmoid().times(0.3))
                                .log(),
                        x -> logAddExp(log(0.2) - softplus(-x), log(0.3) - softplus(-2 * x)),
                        x -> {
                            double odds = log(0.2) - softplus(-x) - log(0.3) + softplus(-2 * x);
                            return sigmoid(odds) * sigmoid(-x) + sigmoid(-odds) * 2 * sigmoid(-2 * x);
                        },
                        ANYWHERE),
                new Row(
                        "log(1 - (1 - sigmoid(x))^3)",
                        x -> one().minus(one().minus(x.sigmoid()).power(3)).log(),
                        x -> log1mExp(-3 * softplus(x)),
                        x -> 3 * sigmoid(x) / expm1(3 * softplus(x)),
                        List.of(-40.0, -1.0, 0.5, 1.0, 40.0)),
                new Row(
                        "log(exp(-x) + 1 - sigmoid(x) sigmoid(2x))",
                        x -> one().minus(x.sigmoid().times(x.times(2).sigmoid()))
                                .plus(x.negate().exp())
                                .log(),
                        x -> logAddExp(-x, log1mExp(-softplus(-x) - softplus(-2 * x))),
                        x -> {
                            double logBoth = -softplus(-x) - softplus(-2 * x);
                            double odds = -x - log1mExp(logBoth);
                            double fall = (sigmoid(-x) + 2 * sigmoid(-2 * x)) / expm1(-logBoth);
                            return -sigmoid(odds) - sigmoid(-odds) * fall;
                        },
                        List.of(-800.0, -40.0, -1.0, 0.5, 1.0, 30.0)),
                new Row(
                        "log([[0.2, 0.8]] exp([x, 2x]))",
                        x -> Tensor.of(new double[][] {{0.2, 0.8}})
                                .dot(x.timesElementwise(Tensor.of(1, 2)).exp())
                                .log()
                                .sum(),
                        x -> logAddExp(log(0.2) + x, log(0.8) + 2 * x),
                        x -> 1 + sigmoid(x + log(4)),
                        ANYWHERE),
                new Row(
                        "log(exp([[x, 2x]]) [[0], [1]] + exp(x))",
                        x -> x.timesElementwise(Tensor.of(1, 2))
                                .reshape(1, 2)
                                .exp()
                                .dot(Tensor.of(new double[][] {{0}, {1}}))
                                .sum()
                                .plus(x.exp())
                                .log(),
                        x -> logAddExp(x, 2 * x),
                        x -> 1 + sigmoid(x),
                        ANYWHERE),
                new Row(
                        "log(exp([[x, 2x]]) exp([[-x], [x]]))",
                        x -> x.timesElementwise(Tensor.of(1, 2))
                                .reshape(1, 2)
                                .exp()
                                .dot(x.timesElementwise(Tensor.of(-1, 1))
                                        .reshape(2, 1)
                                        .exp())
                                .log()
                                .sum(),
                        x -> softplus(3 * x),
                        x -> 3 * sigmoid(3 * x),
                        List.of(-1.0, 0.5, 1.0, 400.0)),
                new Row(
                        "log(sum(exp([x, 2x] again and again)))",
                        x -> x.timesElementwise(Tensor.of(1, 2))
                                .gather(0, 1, 0, 1, 0, 1, 0, 1)
                                .exp()
                                .sum()
                                .log(),
                        x -> log(4) + logAddExp(x, 2 * x),
                        x -> 1 + sigmoid(x),
                        ANYWHERE),
                new Row(
                        "log(exp(x) + exp(2x) + exp(x) + ...)",
                        x -> {
                            Tensor sum = Tensor.of(0);
                            for (int i = 0; i < 12; i++) {
                                sum = sum.plus(x.times(1 + i % 2).exp());
                            }
                            return sum.log();
                        },
                        x -> log(6) + logAddExp(x, 2 * x),
                        x -> 1 + sigmoid(x),
                        ANYWHERE),
                new Row(
                        "sum([1, 3] exp([x, 2x]) / sum(exp([x, 2x])))",
                        x -> {
                            Tensor all = x.timesElementwise(Tensor.of(1, 2)).exp();
                            return all.dividedBy(all.sum())
                                    .timesElementwise(Tensor.of(1, 3))
                                    .sum();
                        },
                        x -> 1 + 2 * sigmoid(x),
                        x -> 2 * sigmoid(x) * sigmoid(-x),
                        List.of(-800.0, -1.0, 0.5, 1.0, 800.0)),
                new Row(
                        "log(1 + exp(x))",
                        x -> x.exp().plus(1).log(),
                        StableFormsTest::softplus,
                        StableFormsTest::sigmoid,
                        ANYWHERE),
                new Row(
                        "log1p(3 exp(x))",
                        x -> x.exp().times(3).log1p(),
                        x -> softplus(x + log(3)),
                        x -> sigmoid(x + log(3)),
                        ANYWHERE),
                new Row(
                        "log(exp(x) + exp(2))",
                        x -> x.exp().plus(Tensor.of(2).exp()).log(),
                        x -> 2 + softplus(x - 2),
                        x -> sigmoid(x - 2),
                        ANYWHERE),
                new Row(
                        "log(0.3 exp(x) + 0.7 exp(-x))",
                        x -> x.exp()
                                .times(0.3)
                                .plus(x.negate().exp().times(0.7))
                                .log(),
                        x -> x > 0
                                ? log(0.3) + x + softplus(log(0.7 / 0.3) - 2 * x)
                                : log(0.7) - x + softplus(log(0.3 / 0.7) + 2 * x),
                        x -> sigmoid(2 * x + log(0.3 / 0.7)) - sigmoid(log(0.7 / 0.3) - 2 * x),
                        ANYWHERE),
                new Row(
                        "log(sum(exp([x, 2x])))",
                        x -> Tensor.concatenate(x.reshape(1), x.times(2).reshape(1))
                                .exp()
                                .sum()
                                .log(),
                        x -> max(x, 2 * x) + log1p(exp(-abs(x))),
                        x -> 1 + sigmoid(x),
                        ANYWHERE),
                new Row(
                        "log(mean(exp([x, 2x])))",
                        x -> Tensor.concatenate(x.reshape(1), x.times(2).reshape(1))
                                .exp()
                                .mean()
                                .log(),
                        x -> max(x, 2 * x) + log1p(exp(-abs(x))) - log(2),
                        x -> 1 + sigmoid(x),
                        ANYWHERE),
                new Row(
                        "log(exp(x) / sum(exp([x, 2x])))",
                        x -> x.exp()
                                .dividedBy(Tensor.concatenate(
                                                x.reshape(1), x.times(2).reshape(1))
                                        .exp()
                                        .sum())
                                .log(),
                        x -> -softplus(x),
                        x -> -sigmoid(x),
                        NOT_NEAR_ZERO),
                new Row(
                        "log(exp(x) exp(3))",
                        x -> x.exp().timesElementwise(Tensor.of(3).exp()).log(),
                        x -> x + 3,
                        x -> 1,
                        ANYWHERE),
                new Row("log(sqrt(exp(x)))", x -> x.exp().sqrt().log(), x -> x / 2, x -> 0.5, ANYWHERE),
                new Row(
                        "log(1 - (1 - exp(-exp(x))))",
                        x -> one().minus(one().minus(x.exp().negate().exp())).log(),
                        x -> -exp(x),
                        x -> -exp(x),
                        List.of(-800.0, -40.0, 0.5, 40.0, 700.0)),
                new Row(
                        "log(1 - (1 - exp(-exp(x)))[0])",
                        x -> one().minus(one().minus(Tensor.stack(x, x.plus(1))
                                                .exp()
                                                .negate()
                                                .exp())
                                        .at(0))
                                .log(),
                        x -> -exp(x),
                        x -> -exp(x),
                        List.of(-800.0, -40.0, 0.5, 40.0, 700.0)),
                new Row(
                        "(exp(x) / 2)^0.001",
                        x -> x.exp().dividedBy(2).power(0.001),
                        x -> exp(0.001 * (x - log(2))),
                        x -> 0.001 * exp(0.001 * (x - log(2))),
                        ANYWHERE),
                new Row("log(exp(x)^3)", x -> x.exp().power(3).log(), x -> 3 * x, x -> 3, ANYWHERE),
                new Row(
                        "log(1 + tanh(x))",
                        x -> x.tanh().plus(1).log(),
                        x -> log(2) - softplus(-2 * x),
                        x -> 2 * sigmoid(-2 * x),
                        ANYWHERE),
                new Row(
                        "log(1 - tanh(x))",
                        x -> one().minus(x.tanh()).log(),
                        x -> log(2) - softplus(2 * x),
                        x -> -2 * sigmoid(2 * x),
                        ANYWHERE),
                new Row(
                        "log(1 - exp(x))",
                        x -> one().minus(x.exp()).log(),
                        StableFormsTest::log1mExp,
                        x -> exp(x) / expm1(x),
                        BELOW_ZERO),
                new Row(
                        "log(-expm1(x))",
                        x -> x.expm1().negate().log(),
                        StableFormsTest::log1mExp,
                        x -> exp(x) / expm1(x),
                        BELOW_ZERO),
                new Row(
                        "log(exp(x) - 1)",
                        x -> x.exp().minus(1).log(),
                        x -> x + log(-expm1(-x)),
                        x -> -1 / expm1(-x),
                        ABOVE_ZERO),
                new Row(
                        "log(exp(2x) - exp(x))",
                        x -> x.times(2).exp().minus(x.exp()).log(),
                        x -> 2 * x + log(-expm1(-x)),
                        x -> 1 - 1 / expm1(-x),
                        ABOVE_ZERO));
    }

    private static double[] valueAndSlope(Row row, double point, Set<Optimization> optimizations) {
        Node variable = Graphs.variable(1);
        Node written = row.written.apply(Tensor.of(variable).at(0)).node();
        Program program = new Compiler("stable", optimizations).compileWithGradient(List.of(written), variable);
        List<double[]> outputs = Graphs.run(program, new double[] {point}, Map.of());
        return new double[] {outputs.get(0)[0], outputs.get(1)[0]};
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWhatItShouldBe(Row row) {
        for (double point : row.points) {
            double[] found = valueAndSlope(row, point, EnumSet.allOf(Optimization.class));
            double value = row.value.applyAsDouble(point);
            double slope = row.slope.applyAsDouble(point);
            assertThat(found[0]).as("value at %s", point).isCloseTo(value, within(1e-13 * abs(value)));
            assertThat(found[1]).as("slope at %s", point).isCloseTo(slope, within(1e-13 * abs(slope)));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isLostSomewhereWithoutTheRules(Row row) {
        Set<Optimization> others = EnumSet.complementOf(EnumSet.of(Optimization.STABILITY));
        assertThat(row.points.stream().anyMatch(point -> {
                    double[] found = valueAndSlope(row, point, others);
                    double value = row.value.applyAsDouble(point);
                    return !(abs(found[0] - value) <= 1e-9 * abs(value));
                }))
                .isTrue();
    }
}
