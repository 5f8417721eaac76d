package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Workspace;
import org.ppl4j.distribution.ReferenceCheck.Density;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/** What every univariate distribution keeps to; the distributions are the rows of {@link DistributionCase}. */
final class DistributionContractTest {

    private static final int DRAWS = 40_000;

    static Stream<DistributionCase> cases() {
        return DistributionCase.all();
    }

    private static Density density(DistributionCase each) {
        List<Shape> scalars = Collections.nCopies(each.columns().size() + 1, Shape.SCALAR);
        return new Density(scalars, inputs -> {
            int last = inputs.length - 1;
            return each.factory().apply(Arrays.copyOf(inputs, last)).logDensity(inputs[last]);
        });
    }

    private static double[][] inputs(DistributionCase each, ReferenceTable.Row row) {
        Stream<String> columns = Stream.concat(each.columns().stream(), Stream.of("x"));
        return columns.map(column -> new double[] {row.number(column)}).toArray(double[][]::new);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void logDensityIsTheReference(DistributionCase each) {
        for (ReferenceTable.Row row : ReferenceTable.read(each.table())) {
            double actual = density(each).value(inputs(each, row));
            ReferenceCheck.assertLogDensity(actual, row.number("logpdf"), row.text());
        }
    }

    /** The density of a standard value is one function, whatever location and scale are. */
    @Test
    void locationAndScaleAreWhatValuesAreShiftedAndStretchedBy() {
        List<String> families = new ArrayList<>();
        cases().forEach(each -> {
            Map<List<Double>, double[]> standard = new HashMap<>();
            for (ReferenceTable.Row row : ReferenceTable.read(each.table())) {
                Tensor[] parameters = each.columns().stream()
                        .map(column -> Tensor.of(row.number(column)))
                        .toArray(Tensor[]::new);
                Distribution distribution = each.factory().apply(parameters);
                distribution.locationScale().ifPresent(family -> {
                    List<Double> others = distribution.parameters().stream()
                            .map(Parameter::value)
                            .filter(value -> value != family.location() && value != family.scale())
                            .map(Tensor::doubleValue)
                            .toList();
                    assertThat(others).hasSize(parameters.length - 2);
                    Tensor values =
                            family.location().plus(Tensor.of(-1.5, 0.25, 3).times(family.scale()));
                    double[] densities = distribution
                            .logDensity(values)
                            .plus(family.scale().log())
                            .toArray();
                    double[] known = standard.computeIfAbsent(others, first -> densities);
                    // beside a large location little is left of a small value
                    double rounding = 4
                            * Math.ulp(family.location().doubleValue())
                            / family.scale().doubleValue();
                    assertThat(densities).as(row.text()).containsExactly(known, within(1e-9 + rounding));
                });
            }
            if (!standard.isEmpty()) {
                families.add(each.toString());
            }
        });
        assertThat(families).containsExactlyInAnyOrder("normal", "student_t", "cauchy", "laplace", "logistic");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesAreTheReference(DistributionCase each) {
        for (ReferenceTable.Row row : ReferenceTable.read(each.table())) {
            double[][] expected = Stream.concat(each.columns().stream(), Stream.of("x"))
                    .map(column -> new double[] {row.has("d_" + column) ? row.number("d_" + column) : Double.NaN})
                    .toArray(double[][]::new);
            ReferenceCheck.assertGradient(density(each), inputs(each, row), expected, row.text());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsTheSlopeOverBroadcastShapes(DistributionCase each) {
        int count = each.parameters().size();
        double[][] inputs = new double[each.columns().size() + 1][];
        boolean[] isFixed = new boolean[inputs.length];
        List<Shape> shapes = new ArrayList<>();
        for (int k = 0; k < each.columns().size(); k++) {
            int column = k;
            inputs[k] = each.parameters().stream().mapToDouble(p -> p[column]).toArray();
            shapes.add(Shape.of(count));
        }
        int last = inputs.length - 1;
        shapes.add(Shape.of(2, count));
        SplittableRandom random = new SplittableRandom(11);
        Tensor[] parameters = Arrays.stream(inputs, 0, last).map(Tensor::of).toArray(Tensor[]::new);
        inputs[last] = each.factory().apply(parameters).iid(2).sample(random);
        isFixed[last] = each.isDiscrete() || each.table().equals("uniform");
        Density density = new Density(shapes, in -> {
            Tensor logDensity = each.factory().apply(Arrays.copyOf(in, last)).logDensity(in[last]);
            assertThat(logDensity.shape()).isEqualTo(Shape.of(2, count));
            return logDensity;
        });
        ReferenceCheck.assertGradientIsSlope(density, inputs, isFixed, each.table());
    }

    /** In a traced model nothing has a value yet, so that other forms of a density may be taken. */
    @ParameterizedTest
    @MethodSource("cases")
    void compiledDensityAndGradientAreTheEagerOnes(DistributionCase each) {
        for (double[] parameters : each.parameters()) {
            double[] draws = each.distribution(parameters).iid(3).sample(new SplittableRandom(9));
            int count = parameters.length;
            double[] position = Arrays.copyOf(parameters, count + 3);
            System.arraycopy(draws, 0, position, count, 3);
            Density density = new Density(List.of(Shape.of(count + 3)), in -> {
                Tensor[] scalars = IntStream.range(0, count).mapToObj(in[0]::at).toArray(Tensor[]::new);
                return each.factory().apply(scalars).logDensity(in[0].slice(count, count + 3));
            });
            Node symbol = Node.symbol(new Variable("all"), Shape.of(count + 3));
            Node traced = density.logDensity()
                    .apply(new Tensor[] {Tensor.of(symbol)})
                    .sum()
                    .node();
            Workspace compiled = new Compiler(each.table())
                    .compileWithGradient(List.of(traced), symbol)
                    .bind(Map.of())
                    .newWorkspace();
            compiled.run(position);
            assertThat(compiled.output(0)[0]).isCloseTo(density.value(position), within(1e-11));
            double[] gradient = density.gradient(position)[0];
            for (int i = 0; i < gradient.length; i++) {
                double scale = Math.max(1, Math.abs(gradient[i]));
                assertThat(compiled.output(1)[i])
                        .as("element %d of the gradient", i)
                        .isCloseTo(gradient[i], within(1e-11 * scale));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void broadcastsAsElementByElement(DistributionCase each) {
        int count = each.parameters().size();
        Tensor[] vectors = IntStream.range(0, each.columns().size())
                .mapToObj(k -> Tensor.of(
                        each.parameters().stream().mapToDouble(p -> p[k]).toArray()))
                .toArray(Tensor[]::new);
        Distribution distribution = each.factory().apply(vectors);
        assertThat(distribution.shape()).isEqualTo(Shape.of(count));
        assertThat(distribution.mean().shape()).isEqualTo(Shape.of(count));
        assertThat(distribution.variance().shape()).isEqualTo(Shape.of(count));
        double[] draws = distribution.iid(3).sample(new SplittableRandom(5));
        assertThat(draws).hasSize(3 * count);
        Tensor together = distribution.logDensity(Tensor.of(Shape.of(3, count), draws));
        assertThat(together.shape()).isEqualTo(Shape.of(3, count));
        for (int i = 0; i < draws.length; i++) {
            Tensor alone = each.distribution(each.parameters().get(i % count)).logDensity(Tensor.of(draws[i]));
            assertThat(together.toArray()[i]).isCloseTo(alone.doubleValue(), within(1e-11));
        }
        Tensor repeated = each.distribution(each.parameters().get(0)).logDensity(Tensor.of(draws[0], draws[0]));
        assertThat(repeated.shape()).isEqualTo(Shape.of(2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void densityIntegratesToTheDistributionFunction(DistributionCase each) {
        for (double[] parameters : each.parameters()) {
            Law law = each.law().apply(parameters);
            Distribution distribution = each.distribution(parameters);
            if (distribution.isDiscrete()) {
                assertProbabilities(distribution, law);
            } else {
                assertIntegrals(distribution, law);
            }
        }
    }

    private static void assertProbabilities(Distribution distribution, Law law) {
        int last = (int) law.survivalQuantile(1e-15);
        double[] counts = IntStream.rangeClosed(0, last).asDoubleStream().toArray();
        double[] probabilities =
                distribution.logDensity(Tensor.of(counts)).exp().toArray();
        double sum = 0;
        for (int k = 0; k <= last; k++) {
            sum += probabilities[k];
            assertThat(sum).as(distribution + " up to " + k).isCloseTo(law.cdf(k), within(1e-11));
        }
        assertThat(sum).isCloseTo(1, within(1e-11));
    }

    /** Between quantiles that are a factor of two apart in the probability of the nearer tail the density is smooth. */
    private static void assertIntegrals(Distribution distribution, Law law) {
        List<Double> breaks = new ArrayList<>();
        for (double tail = 0x1p-32; tail < 0.5; tail *= 2) {
            breaks.add(law.quantile(tail));
        }
        for (double tail = 0.5; tail >= 0x1p-32; tail /= 2) {
            breaks.add(law.survivalQuantile(tail));
        }
        GaussIntegratorFactory factory = new GaussIntegratorFactory();
        double total = 0;
        for (int k = 1; k < breaks.size(); k++) {
            double from = breaks.get(k - 1);
            double to = breaks.get(k);
            GaussIntegrator rule = factory.legendre(30, from, to);
            double[] points = IntStream.range(0, 30).mapToDouble(rule::getPoint).toArray();
            double[] densities =
                    distribution.logDensity(Tensor.of(points)).exp().toArray();
            double integral = 0;
            for (int i = 0; i < points.length; i++) {
                integral += rule.getWeight(i) * densities[i];
            }
            total += integral;
            double expected =
                    to < law.quantile(0.5) ? law.cdf(to) - law.cdf(from) : law.survival(from) - law.survival(to);
            assertThat(integral)
                    .as("%s between %s and %s", distribution.name(), from, to)
                    .isCloseTo(expected, within(1e-9));
        }
        assertThat(total).as(distribution.name()).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void drawsFollowTheDistribution(DistributionCase each) {
        for (double[] parameters : each.parameters()) {
            double[] draws = each.distribution(parameters).iid(DRAWS).sample(new SplittableRandom(20_260_101));
            double[] wrong = parameters.clone();
            wrong[each.wrong()] *= 1.1;
            Law right = each.law().apply(parameters);
            Law off = each.law().apply(wrong);
            String what = each + Arrays.toString(parameters);
            if (each.isDiscrete()) {
                assertThat(GoodnessOfFit.chiSquareTail(draws, right))
                        .as(what)
                        .isGreaterThan(GoodnessOfFit.CHI_SQUARE_LEVEL);
                assertThat(GoodnessOfFit.chiSquareTail(draws, off))
                        .as("negative control, " + what)
                        .isLessThan(GoodnessOfFit.CHI_SQUARE_LEVEL);
            } else {
                assertThat(GoodnessOfFit.kolmogorovSmirnov(draws, right))
                        .as(what)
                        .isLessThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
                assertThat(GoodnessOfFit.kolmogorovSmirnov(draws, off))
                        .as("negative control, " + what)
                        .isGreaterThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void momentsAreThoseOfTheLawAndOfDraws(DistributionCase each) {
        for (double[] parameters : each.parameters()) {
            Distribution distribution = each.distribution(parameters);
            Law law = each.law().apply(parameters);
            double mean = distribution.mean().doubleValue();
            double variance = distribution.variance().doubleValue();
            assertMoment(mean, law.mean(), each + " mean");
            assertMoment(variance, law.variance(), each + " variance");
            if (Double.isFinite(variance)) {
                double[] draws = distribution.iid(DRAWS).sample(new SplittableRandom(77));
                GoodnessOfFit.assertAverage(draws, mean, each + " mean of draws");
                double[] squares =
                        Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).toArray();
                GoodnessOfFit.assertAverage(squares, variance, each + " variance of draws");
            }
        }
    }

    private static void assertMoment(double actual, double expected, String what) {
        if (Double.isFinite(expected)) {
            assertThat(actual).as(what).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
        } else {
            assertThat(actual).as(what).isEqualTo(Double.valueOf(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void drawsLieInTheSupportAndRepeatForASeed(DistributionCase each) {
        for (double[] parameters : each.parameters()) {
            Distribution distribution = each.distribution(parameters).iid(1_000);
            double[] draws = distribution.sample(new SplittableRandom(3));
            assertThat(distribution.support().violation(draws, Shape.of(1_000))).isEmpty();
            assertThat(distribution.sample(new SplittableRandom(3))).isEqualTo(draws);
            assertThat(distribution.sample(new SplittableRandom(4))).isNotEqualTo(draws);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doesNotDrawWithInvalidParameters(DistributionCase each) {
        double[] invalid = each.parameters().get(0).clone();
        invalid[each.wrong()] = Double.NaN;
        Distribution distribution = each.distribution(invalid);
        assertThat(distribution.violation()).isPresent();
        assertThatThrownBy(() -> distribution.sample(new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(distribution.violation().orElseThrow() + " (DistributionContractTest.java:");
        double logDensity = distribution.logDensity(Tensor.of(1)).doubleValue();
        assertThat(Double.isNaN(logDensity) || logDensity == Double.NEGATIVE_INFINITY)
                .isTrue();
    }
}
