package org.ppl4j.compile.rewrite;

import static java.lang.StrictMath.abs;
import static java.lang.StrictMath.exp;
import static java.lang.StrictMath.expm1;
import static java.lang.StrictMath.log;
import static java.lang.StrictMath.log1p;
import static java.lang.StrictMath.sqrt;
import static java.lang.StrictMath.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.math.Special;
import org.ppl4j.tensor.Tensor;

/**
 * Logarithms of what probabilities leave of one have values and slopes wherever these are ordinary numbers, also where the
 * probabilities are elements of a vector, picked from it, or repeated.
 */
class StableViewsTest {

    /** In and around the places from which on digits are lost, and functions overflow or vanish. */
    private static final double[] POINTS = {
        -800, 720, -720, 800, 40, -40, -1, 0, 1, 0.5, -1e-10, 1e-5, -0.3, 3, 17, -17, 20, -20, 37, -37, 700, -700, 710,
        -710, 745, -746
    };

    /**
     * What a user may write.
     *
     * @param probability what is computed of a vector
     * @param logarithm what is computed of it, or of what is picked from it
     * @param value what both are
     * @param slope its derivative
     * @param rounding what sums of terms that cancel may be off by
     */
    record Row(
            String text,
            UnaryOperator<Tensor> probability,
            UnaryOperator<Tensor> logarithm,
            DoubleUnaryOperator value,
            DoubleUnaryOperator slope,
            double rounding) {

        Row(
                String text,
                UnaryOperator<Tensor> probability,
                UnaryOperator<Tensor> logarithm,
                DoubleUnaryOperator value,
                DoubleUnaryOperator slope) {
            this(text, probability, logarithm, value, slope, 0);
        }

        Row withCancellation() {
            return new Row(text, probability, logarithm, value, slope, 4e-16);
        }

        private Offset<Double> tolerance(double expected) {
            return within(2e-13 * abs(expected) + rounding);
        }

        @Override
        public String toString() {
            return text;
        }

        private Tensor written(Tensor x) {
            return logarithm.apply(probability.apply(x));
        }
    }

    private static final Map<String, Form> FORMS = new LinkedHashMap<>();

    /** A way to have a row's value for each element of a vector. */
    private interface Form {
        Tensor written(Row row, Tensor vector);
    }

    static {
        FORMS.put("vector", Row::written);
        FORMS.put("scalars", (row, vector) -> each(vector, row::written));
        FORMS.put("elements", (row, vector) -> each(row.probability.apply(vector), row.logarithm));
        FORMS.put("gather", (row, vector) -> {
            int[] backwards = IntStream.range(0, vector.size())
                    .map(i -> vector.size() - 1 - i)
                    .toArray();
            return row.logarithm
                    .apply(row.probability.apply(vector).gather(backwards))
                    .gather(backwards);
        });
        FORMS.put("gather few", (row, vector) -> {
            Tensor twice = Tensor.concatenate(vector, vector.negate(), vector.times(2));
            int[] first = IntStream.range(0, vector.size()).toArray();
            return row.logarithm.apply(row.probability.apply(twice).gather(first));
        });
        FORMS.put("gather many", (row, vector) -> {
            int size = vector.size();
            int[] often = IntStream.range(0, 3 * size).map(i -> i % size).toArray();
            return row.logarithm
                    .apply(row.probability.apply(vector).gather(often))
                    .reshape(3, size)
                    .at(1);
        });
        FORMS.put("broadcast", (row, vector) -> {
            Node column =
                    row.probability.apply(vector).reshape(vector.size(), 1).node();
            return row.logarithm
                    .apply(Tensor.of(Nodes.broadcast(column, Shape.of(vector.size(), 2))))
                    .sum(1)
                    .times(0.5);
        });
        FORMS.put("loop", (row, vector) -> {
            Tensor probability = row.probability.apply(vector);
            Tensor total = Tensor.of(0);
            for (int i = 0; i < vector.size(); i++) {
                total = total.plus(row.logarithm.apply(probability.at(i)));
            }
            return total;
        });
    }

    private static Tensor each(Tensor vector, UnaryOperator<Tensor> function) {
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            results.add(function.apply(vector.at(i)));
        }
        return Tensor.stack(results.toArray(Tensor[]::new));
    }

    private static Tensor one() {
        return Tensor.of(1);
    }

    private static double softplus(double x) {
        return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
    }

    private static double sigmoid(double x) {
        return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
    }

    private static Row ofSigmoid(
            String text, UnaryOperator<Tensor> logarithm, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        return new Row(text + ", p = sigmoid(x)", Tensor::sigmoid, logarithm, value, slope);
    }

    private static Row ofNormal(String text, UnaryOperator<Tensor> logarithm) {
        return new Row(
                text + ", p = normalCdf(x)",
                Tensor::normalCdf,
                logarithm,
                x -> Special.normalLogCdf(-x),
                x -> -Special.normalLogCdfDerivative(-x));
    }

    private static Row ofTangent(
            String text, UnaryOperator<Tensor> logarithm, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        return new Row(text + ", t = tanh(x)", Tensor::tanh, logarithm, value, slope);
    }

    private static double logSquaredSecant(double x) {
        return abs(x) < 0.5 ? log1p(-tanh(x) * tanh(x)) : 2 * (log(2) + abs(x) - softplus(2 * abs(x)));
    }

    private static Row ofSquaredSecant(String text, UnaryOperator<Tensor> logarithm, double power, double factor) {
        return ofTangent(text, logarithm, x -> power * logSquaredSecant(x) + log(factor), x -> -2 * power * tanh(x));
    }

    /** Of 1 - exp(-factor exp(x)), times what it is multiplied by. */
    private static Row ofLogLog(String text, UnaryOperator<Tensor> logarithm, double factor, double times) {
        return new Row(
                text + ", e = exp(x)",
                Tensor::exp,
                logarithm,
                x -> log(times) + (x < -700 ? x + log(factor) : logComplement(-factor * exp(x))),
                x -> x < -700 ? 1 : x > 700 ? 0 : factor * exp(x) / expm1(factor * exp(x)));
    }

    private static double logComplement(double x) {
        return x < -1 ? log1p(-exp(x)) : log(-expm1(x));
    }

    private static Row ofDifference(String text, UnaryOperator<Tensor> logarithm, double times) {
        return new Row(
                        text,
                        x -> x,
                        logarithm,
                        x -> log(times) + log(-expm1(-2)) - softplus(-x - 1) - softplus(x - 1),
                        x -> sigmoid(-x - 1) - sigmoid(x - 1))
                .withCancellation();
    }

    /** Of normalCdf(x + 1) - normalCdf(x - 1). */
    private static double logBetween(double x) {
        double greater = Special.normalLogCdf(1 - abs(x));
        return greater + logComplement(Special.normalLogCdf(-1 - abs(x)) - greater);
    }

    private static double slopeBetween(double x) {
        double low = -abs(x);
        double ratio = exp(Special.normalLogCdf(low - 1) - Special.normalLogCdf(low + 1));
        double slope = (Special.normalLogCdfDerivative(low + 1) - Special.normalLogCdfDerivative(low - 1) * ratio)
                / (1 - ratio);
        return x > 0 ? -slope : slope;
    }

    static Stream<Row> rows() {
        return Stream.of(
                ofSigmoid("log(1 - p)", p -> one().minus(p).log(), x -> -softplus(x), x -> -sigmoid(x)),
                ofSigmoid("log1p(-p)", p -> p.negate().log1p(), x -> -softplus(x), x -> -sigmoid(x)),
                ofSigmoid("log(p / (1 - p))", p -> p.dividedBy(one().minus(p)).log(), x -> x, x -> 1)
                        .withCancellation(),
                ofSigmoid(
                        "log((1 - p)^3)",
                        p -> one().minus(p).power(3).log(),
                        x -> -3 * softplus(x),
                        x -> -3 * sigmoid(x)),
                ofSigmoid(
                                "log((1 - p) p)",
                                p -> one().minus(p).timesElementwise(p).log(),
                                x -> -softplus(x) - softplus(-x),
                                x -> sigmoid(-x) - sigmoid(x))
                        .withCancellation(),
                ofSigmoid(
                                "log(((1 - p) + (1 - p)^2) / 2)",
                                p -> {
                                    Tensor rest = one().minus(p);
                                    return rest.times(0.5)
                                            .plus(rest.square().times(0.5))
                                            .log();
                                },
                                x -> log1p(sigmoid(-x)) - log(2) - softplus(x),
                                x -> -sigmoid(x) * (1 + 2 * sigmoid(-x)) / (1 + sigmoid(-x)))
                        .withCancellation(),
                ofNormal("log(1 - p)", p -> one().minus(p).log()),
                new Row(
                                "log(normalCdf(x + 1) - normalCdf(x - 1))",
                                x -> x,
                                x -> x.plus(1)
                                        .normalCdf()
                                        .minus(x.minus(1).normalCdf())
                                        .log(),
                                StableViewsTest::logBetween,
                                StableViewsTest::slopeBetween)
                        .withCancellation(),
                ofNormal("log1p(-p)", p -> p.negate().log1p()),
                new Row(
                                "log(1 - p), p = u / (u + exp(x)), u = x^2 + 1",
                                x -> {
                                    Tensor u = x.square().plus(1);
                                    return u.dividedBy(u.plus(x.exp()));
                                },
                                p -> one().minus(p).log(),
                                x -> -softplus(log(x * x + 1) - x),
                                x -> sigmoid(log(x * x + 1) - x) * (1 - 2 * x / (x * x + 1)))
                        .withCancellation(),
                new Row(
                        "log(0.5 - 0.5 e), e = erf(x / sqrt(2))",
                        x -> x.dividedBy(sqrt(2)).erf(),
                        e -> Tensor.of(0.5).minus(e.times(0.5)).log(),
                        x -> Special.normalLogCdf(-x),
                        x -> -Special.normalLogCdfDerivative(-x)),
                ofTangent(
                        "log((1 + t) / 2)",
                        t -> t.plus(1).times(0.5).log(),
                        x -> -softplus(-2 * x),
                        x -> 2 * sigmoid(-2 * x)),
                ofTangent(
                        "log(0.5 - 0.5 t)",
                        t -> Tensor.of(0.5).minus(t.times(0.5)).log(),
                        x -> -softplus(2 * x),
                        x -> -2 * sigmoid(2 * x)),
                ofTangent(
                        "log(3 (1 - t)^2)",
                        t -> one().minus(t).square().times(3).log(),
                        x -> log(12) - 2 * softplus(2 * x),
                        x -> -4 * sigmoid(2 * x)),
                ofSquaredSecant("log(1 - t^2)", t -> one().minus(t.square()).log(), 1, 1),
                ofSquaredSecant("log1p(-t^2)", t -> t.square().negate().log1p(), 1, 1),
                ofSquaredSecant(
                        "log(3 (1 - t^2))",
                        t -> one().minus(t.square()).times(3).log(),
                        1,
                        3),
                ofSquaredSecant(
                        "log(sqrt(1 - t^2))",
                        t -> one().minus(t.square()).sqrt().log(),
                        0.5,
                        1),
                ofLogLog("log(1 - exp(-e))", e -> one().minus(e.negate().exp()).log(), 1, 1),
                ofLogLog("log1p(-exp(-e))", e -> e.negate().exp().negate().log1p(), 1, 1),
                ofLogLog(
                        "log(1 - exp(-2 e))",
                        e -> one().minus(e.times(-2).exp()).log(),
                        2,
                        1),
                ofLogLog(
                        "log((1 - exp(-e)) / 2)",
                        e -> one().minus(e.negate().exp()).times(0.5).log(),
                        1,
                        0.5),
                ofLogLog(
                        "Bernoulli of 1 - exp(-e)",
                        e -> Bernoulli.of(one().minus(e.negate().exp())).logDensity(one()),
                        1,
                        1),
                ofDifference(
                        "log(sigmoid(x + 1) - sigmoid(x - 1))",
                        x -> x.plus(1).sigmoid().minus(x.minus(1).sigmoid()).log(),
                        1),
                ofDifference(
                        "log((sigmoid(x + 1) - sigmoid(x - 1)) / 2)",
                        x -> x.plus(1)
                                .sigmoid()
                                .minus(x.minus(1).sigmoid())
                                .times(0.5)
                                .log(),
                        0.5),
                ofDifference(
                        "log(sigmoid(1 - x) - sigmoid(-1 - x))",
                        x -> one().minus(x)
                                .sigmoid()
                                .minus(Tensor.of(-1).minus(x).sigmoid())
                                .log(),
                        1));
    }

    private static List<double[]> compiled(Row row, Form form, double[] points, Set<Optimization> optimizations) {
        Node variable = Graphs.variable(points.length);
        Tensor written = form.written(row, Tensor.of(variable));
        List<Node> outputs = List.of(written.sum().node(), written.node());
        Program program = new Compiler("stable", optimizations).compileWithGradient(outputs, variable);
        List<double[]> found = Graphs.run(program, points, Map.of());
        return List.of(found.get(1), found.get(2));
    }

    private static void check(Row row, String name, Form form, double[] points) {
        List<double[]> found = compiled(row, form, points, EnumSet.allOf(Optimization.class));
        double total = 0;
        for (int i = 0; i < points.length; i++) {
            double value = row.value.applyAsDouble(points[i]);
            double slope = row.slope.applyAsDouble(points[i]);
            total += value;
            if (found.get(0).length == points.length) {
                assertThat(found.get(0)[i])
                        .as("%s: value at %s", name, points[i])
                        .isCloseTo(value, row.tolerance(value));
            }
            assertThat(found.get(1)[i]).as("%s: slope at %s", name, points[i]).isCloseTo(slope, row.tolerance(slope));
        }
        assertThat(Arrays.stream(found.get(0)).sum()).isCloseTo(total, within(1e-12 * abs(total)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWhatItShouldBeInEachForm(Row row) {
        FORMS.forEach((name, form) -> check(row, name, form, POINTS));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWhatItShouldBeOfFewElements(Row row) {
        for (int i = 0; i + 3 <= POINTS.length; i += 3) {
            double[] few = Arrays.copyOfRange(POINTS, i, i + 3);
            FORMS.forEach((name, form) -> check(row, name, form, few));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isNoWorseOfInfinities(Row row) {
        double[] points = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
        double[] found = compiled(row, Row::written, points, EnumSet.allOf(Optimization.class))
                .get(0);
        double[] plain = compiled(row, Row::written, points, EnumSet.noneOf(Optimization.class))
                .get(0);
        for (int i = 0; i < points.length; i++) {
            if (!Double.isNaN(plain[i])) {
                assertThat(found[i]).as("value at %s", points[i]).isCloseTo(plain[i], row.tolerance(0));
            }
        }
        assertThat(found[2]).isNaN();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isLostSomewhereWithoutTheRules(Row row) {
        Set<Optimization> others = EnumSet.complementOf(EnumSet.of(Optimization.STABILITY));
        List<double[]> found = compiled(row, Row::written, POINTS, others);
        assertThat(IntStream.range(0, POINTS.length).anyMatch(i -> {
                    double value = row.value.applyAsDouble(POINTS[i]);
                    return !(abs(found.get(0)[i] - value) <= 1e-9 * abs(value));
                }))
                .isTrue();
    }

    /** One of several causes that hardly ever fails is enough: log(1 - (1 - p[0]) (1 - p[1]) (1 - p[2])). */
    @ParameterizedTest
    @ValueSource(doubles = {-40, 1, 40, 720, 800})
    void noisyOrHasSlopes(double x) {
        Row row = new Row(
                "noisy or",
                Tensor::sigmoid,
                p -> {
                    Tensor none = one();
                    for (int i = 0; i < 3; i++) {
                        none = none.timesElementwise(one().minus(p.at(i)));
                    }
                    return one().minus(none).log();
                },
                a -> 0,
                a -> 0);
        double[] position = {0, x, -1};
        List<double[]> found = compiled(row, Row::written, position, EnumSet.allOf(Optimization.class));
        double logNone = Arrays.stream(position).map(each -> -softplus(each)).sum();
        assertThat(found.get(0)[0]).isCloseTo(logComplement(logNone), row.tolerance(logComplement(logNone)));
        for (int i = 0; i < 3; i++) {
            double slope = sigmoid(position[i]) / expm1(-logNone);
            assertThat(found.get(1)[i]).isCloseTo(slope, row.tolerance(slope));
        }
    }
}
