package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ppl4j.model.Densities.halfNormal;
import static org.ppl4j.model.Densities.normal;
import static org.ppl4j.model.Densities.poisson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.density.ComponentDensity.Components;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SymbolicValueException;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Models that read random values: they run anew at every evaluation, and mean the same. */
class DynamicModelTest {

    private static final double[] Y = {1.5, -0.5};

    private static final Model BRANCHING = Model.of("branching", m -> {
        Tensor x = m.sample("x", Normal.of(0, 1));
        Tensor scale = m.sample("scale", HalfNormal.of(2));
        Tensor mu = x.doubleValue() > 0 ? x.exp() : x.times(3);
        m.deterministic("mu", mu);
        m.observe("y", Normal.of(mu, scale), Y);
    });

    private static final Model SELECTING = Model.of("selecting", m -> {
        Tensor x = m.sample("x", Normal.of(0, 1));
        Tensor scale = m.sample("scale", HalfNormal.of(2));
        Tensor mu = Tensor.where(x.lessOrEqual(0), x.times(3), x.exp());
        m.deterministic("mu", mu);
        m.observe("y", Normal.of(mu, scale), Y);
    });

    private static final Model COUNTING = Model.of("counting", m -> {
        Tensor k = m.sample("k", Poisson.of(3));
        Tensor x = m.sample("x", HalfNormal.of(1));
        Tensor sum = Tensor.of(0);
        for (int i = 1; i <= k.intValue(); i++) {
            sum = sum.plus(x.power(i));
        }
        m.deterministic("sum", sum);
        m.observe("y", Normal.of(sum, 2), 1.0);
    });

    @Test
    void aBranchMeansTheSameAsASelection() {
        ModelDensity dynamic = BRANCHING.density();
        ModelDensity compiled = SELECTING.density();
        assertThat(dynamic.isDynamic()).isTrue();
        assertThat(compiled.isDynamic()).isFalse();
        assertThat(dynamic.dimension()).isEqualTo(2);
        assertThat(dynamic.recorded()).isEqualTo(compiled.recorded());
        assertThat(dynamic.sampledSites()).isEqualTo(compiled.sampledSites());
        SplittableRandom random = new SplittableRandom(4);
        for (int repetition = 0; repetition < 30; repetition++) {
            double[] position = random.doubles(2, -2, 2).toArray();
            double[] expected = new double[2];
            double[] actual = new double[2];
            double value = compiled.logDensityAndGradient(position, expected);
            assertThat(dynamic.logDensityAndGradient(position, actual)).isCloseTo(value, within(1e-11));
            assertThat(actual).containsExactly(expected, within(1e-10));
            assertThat(dynamic.logDensity(position)).isCloseTo(value, within(1e-11));
            assertComponents(dynamic.components(position), compiled.components(position));
            double[] recorded = new double[3];
            double[] expectedRecord = new double[3];
            double joint = compiled.record(position, expectedRecord);
            assertThat(dynamic.record(position, recorded)).isCloseTo(joint, within(1e-11));
            assertThat(recorded).containsExactly(expectedRecord, within(1e-12));
        }
    }

    private static void assertComponents(Components actual, Components expected) {
        assertThat(actual.logPrior()).isCloseTo(expected.logPrior(), within(1e-12));
        assertThat(actual.logLikelihood()).isCloseTo(expected.logLikelihood(), within(1e-11));
        assertThat(actual.logJacobian()).isCloseTo(expected.logJacobian(), within(1e-12));
    }

    @Test
    void aLoopOverARandomCount() {
        ModelDensity density = COUNTING.density();
        assertThat(density.isDynamic()).isTrue();
        for (int count = 0; count <= 5; count++) {
            double x = 0.7;
            double sum = 0;
            double slope = 0;
            for (int i = 1; i <= count; i++) {
                sum += Math.pow(x, i);
                slope += i * Math.pow(x, i - 1);
            }
            double[] position = {count, Math.log(x)};
            double[] gradient = new double[2];
            double expected = poisson(count, 3) + halfNormal(x, 1) + normal(1, sum, 2) + Math.log(x);
            assertThat(density.logDensityAndGradient(position, gradient)).isCloseTo(expected, within(1e-12));
            assertThat(gradient[1]).isCloseTo((-x + (1 - sum) / 4 * slope) * x + 1, within(1e-12));
            assertThat(COUNTING.logDensity(Map.of("k", count, "x", x)))
                    .isCloseTo(expected - Math.log(x), within(1e-12));
            assertThat(density.unconstrain(Map.of("k", count, "x", x))).containsExactly(position, within(1e-12));
            double[] values = new double[3];
            density.record(position, values);
            assertThat(values).containsExactly(new double[] {count, x, sum}, within(1e-12));
        }
    }

    @Test
    void aConditionOnARandomFlag() {
        Model dynamic = Model.of("flag", m -> {
            boolean isFirst = m.sample("z", Bernoulli.of(0.25)).booleanValue();
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor b = m.sample("b", Normal.of(1, 1));
            m.observe("y", Normal.of(isFirst ? a : b, 1), 2.0);
        });
        assertThat(dynamic.density().isDynamic()).isTrue();
        double common = normal(0.5, 0, 1) + normal(-1, 1, 1);
        assertThat(dynamic.density().logDensity(new double[] {1, 0.5, -1}))
                .isCloseTo(Math.log(0.25) + common + normal(2, 0.5, 1), within(1e-12));
        assertThat(dynamic.density().logDensity(new double[] {0, 0.5, -1}))
                .isCloseTo(Math.log(0.75) + common + normal(2, -1, 1), within(1e-12));
        double[] gradient = new double[3];
        dynamic.density().logDensityAndGradient(new double[] {0, 0.5, -1}, gradient);
        assertThat(gradient[1]).isCloseTo(-0.5, within(1e-12));
        assertThat(gradient[2]).isCloseTo(2 + 3, within(1e-12));
    }

    @Test
    void readingAnArrayIsDynamicToo() {
        Model dynamic = Model.of("array", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1).iid(3));
            int largest = 0;
            double[] values = x.toArray();
            for (int i = 1; i < 3; i++) {
                largest = values[i] > values[largest] ? i : largest;
            }
            m.factor("largest", x.at(largest));
        });
        Model compiled = Model.of("maximum", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1).iid(3));
            m.factor("largest", x.max());
        });
        double[] position = {0.5, 2, -1};
        double[] expected = new double[3];
        double[] actual = new double[3];
        assertThat(dynamic.density().isDynamic()).isTrue();
        assertThat(dynamic.density().logDensityAndGradient(position, actual))
                .isCloseTo(compiled.density().logDensityAndGradient(position, expected), within(1e-12));
        assertThat(actual).containsExactly(expected, within(1e-12));
    }

    @Test
    void branchingOnDataIsNotDynamic() {
        double[] xs = {1, -1, 2};
        Model model = Model.of("data", m -> {
            Tensor data = m.data("threshold", 0.5);
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            for (double x : xs) {
                boolean isAbove = Tensor.of(x).minus(data.at(0)).doubleValue() > 0;
                Tensor mean = isAbove ? mu : mu.negate();
                m.factor("term " + x, Tensor.of(x).times(mean));
            }
        });
        assertThat(model.density().isDynamic()).isFalse();
        assertThat(model.density().components(new double[] {0.5}).logLikelihood())
                .isCloseTo(2, within(1e-12));
        assertThat(model.withData("threshold", new double[] {-2}).density().components(new double[] {0.5}))
                .returns(1.0, Components::logLikelihood);
    }

    @Test
    void conditioningOnTheValueThatIsReadMakesAModelCompiled() {
        Model conditioned = COUNTING.condition(Map.of("k", 2));
        assertThat(conditioned.density().isDynamic()).isFalse();
        assertThat(conditioned.density().logDensity(new double[] {Math.log(0.7)}))
                .isCloseTo(COUNTING.density().logDensity(new double[] {2, Math.log(0.7)}), within(1e-12));
        assertThat(COUNTING.fix(Map.of("k", 2)).density().isDynamic()).isFalse();
    }

    @Test
    void priorsAndPredictions() {
        Map<String, Tensor> drawn = COUNTING.samplePriorPredictive(new SplittableRandom(12));
        assertThat(drawn).containsOnlyKeys("k", "x", "sum", "y");
        double[] start = COUNTING.density().initialPosition(new SplittableRandom(12));
        assertThat(start[0]).isEqualTo(Math.rint(start[0])).isNotNegative();
        assertThat(COUNTING.density().logDensity(start)).isFinite();
        DrawSource draws = new DrawSource() {
            @Override
            public int drawCount() {
                return 2;
            }

            @Override
            public Map<String, Tensor> draw(int index) {
                return Map.of("k", Tensor.of(index + 1), "x", Tensor.of(0.5));
            }
        };
        assertThat(COUNTING.predict(draws, 1).values("sum")).isDeepEqualTo(new double[][] {{0.5}, {0.75}});
        Model growing = Model.of("growing", m -> {
            Tensor k = m.sample("k", Poisson.of(3));
            m.deterministic("powers", k.broadcastTo(Shape.of(k.intValue())));
            if (k.intValue() > 1) {
                m.deterministic("more", k);
            }
        });
        Predictions predictions = growing.predict(draws, 1);
        assertThat(predictions.names()).containsExactly("powers", "more");
        assertThat(predictions.values("powers")).isDeepEqualTo(new double[][] {{1}, {2, 2}});
        assertThat(predictions.values("more")).isDeepEqualTo(new double[][] {{}, {2}});
        assertThatThrownBy(() -> predictions.mean("powers"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value \"powers\" has 1 elements in one draw and 2 in another, so it has no mean.");
    }

    @Test
    void severalThreadsGetWhatOneGets() {
        ModelDensity density = BRANCHING.density();
        double[] expected = IntStream.range(0, 200)
                .mapToDouble(i -> density.logDensity(new double[] {Math.sin(i), Math.cos(i)}))
                .toArray();
        double[] actual = new double[200];
        Arrays.parallelSetAll(actual, i -> density.logDensity(new double[] {Math.sin(i), Math.cos(i)}));
        assertThat(actual).containsExactly(expected);
    }

    // HalfNormal(1) never gives 100 in the run that lays out the coordinates; exp(5) does at a position.

    /** As in compiled models: what is missing has no part in the gradient, whether it is a vector's element or a number. */
    @Test
    void missingNumbersThatAreNotTaken() {
        double[] seen = {1, 0, 1};
        double[] position = {0.3, 0.7};
        double[] expected = new double[2];
        double[] gradient = new double[2];
        Model rest = missing(new double[] {1.5, 0, -0.5}, seen);
        double value = rest.density().logDensityAndGradient(position, expected);
        Model missing = missing(new double[] {1.5, Double.NaN, -0.5}, seen);
        assertThat(missing.density().logDensityAndGradient(position, gradient)).isEqualTo(value);
        assertThat(gradient).containsExactly(expected);
        Model rebound = rest.withData("y", new double[] {1.5, Double.NaN, -0.5});
        assertThat(rebound.density().logDensityAndGradient(position, gradient)).isEqualTo(value);
        assertThat(gradient).containsExactly(expected);
    }

    private static Model missing(double[] values, double[] seen) {
        return Model.of("missing", m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1));
            Tensor scale = m.sample("scale", LogNormal.of(0, 1));
            Tensor location = mean.doubleValue() > 0 ? mean : mean.times(2);
            Tensor y = m.data("y", values);
            m.factor(
                    "all",
                    Tensor.where(Tensor.of(seen), Normal.of(location, scale).logDensity(y), Tensor.of(0)));
            for (int i = 0; i < seen.length; i++) {
                m.factor(
                        "y[" + i + "]",
                        Tensor.where(
                                Tensor.of(seen[i]), Normal.of(location, scale).logDensity(y.at(i)), Tensor.of(0)));
            }
        });
    }

    @Test
    void aSiteThatAppearsIsRefused() {
        SourceLine line = new SourceLine();
        Model model = Model.of("appearing", m -> {
            Tensor x = m.sample("x", HalfNormal.of(1));
            if (x.doubleValue() > 100) {
                m.sample(line.here("extra"), Normal.of(0, 1));
            }
        });
        assertThat(model.density().dimension()).isEqualTo(1);
        assertThat(model.density().logDensity(new double[] {0})).isCloseTo(halfNormal(1, 1), within(1e-12));
        assertThatThrownBy(() -> model.density().logDensity(new double[] {5}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"extra\" (%s): the site did not occur in the run that laid out the coordinates. A density"
                                + " has a fixed dimension: declare the same sites, of the same shapes, in every run.",
                        line);
        assertThatThrownBy(() -> model.density().unconstrain(Map.of("x", 200, "extra", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"extra\" (%s): the site did not occur in the run that laid out the coordinates. A density"
                                + " has a fixed dimension: declare the same sites, of the same shapes, in every run.",
                        line);
    }

    @Test
    void aSiteThatIsMissingIsRefused() {
        SourceLine line = new SourceLine();
        Model model = Model.of("vanishing", m -> {
            Tensor x = m.sample("x", HalfNormal.of(1));
            if (x.doubleValue() < 100) {
                m.sample(line.here("extra"), Normal.of(0, 1));
            }
        });
        assertThat(model.density().dimension()).isEqualTo(2);
        assertThatThrownBy(() -> model.density().logDensity(new double[] {5, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"extra\" (%s): the site occurred in the run that laid out the coordinates, but not in this"
                                + " one. A density has a fixed dimension: declare the same sites, of the same shapes, in"
                                + " every run.",
                        line);
    }

    @Test
    void aShapeThatChangesIsRefused() {
        SourceLine line = new SourceLine();
        Model model = Model.of("growing", m -> {
            Tensor x = m.sample("x", HalfNormal.of(1));
            m.sample(line.here("extra"), Normal.of(0, 1).iid(x.doubleValue() < 100 ? 2 : 3));
        });
        assertThat(model.density().recorded()).contains(new ModelDensity.Recorded("extra", Shape.of(2)));
        assertThatThrownBy(() -> model.density().logDensity(new double[] {5, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"extra\" (%s): the value has shape [3], it had [2] in the run that laid out the"
                                + " coordinates. A density has a fixed dimension: declare the same sites, of the same"
                                + " shapes, in every run.",
                        line);
    }

    @Test
    void recordedValuesAreInTheOrderOfTheStatements() {
        Model model = Model.of("order", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(2));
            m.deterministic("sum", a.sum());
            boolean isLarge = a.at(0).doubleValue() > 1;
            m.sample("b", Normal.of(isLarge ? 1 : 0, 1));
        });
        assertThat(model.density().isDynamic()).isTrue();
        assertThat(model.density().recorded())
                .containsExactly(
                        new ModelDensity.Recorded("a", Shape.of(2)),
                        new ModelDensity.Recorded("sum", Shape.SCALAR),
                        new ModelDensity.Recorded("b", Shape.SCALAR));
        double[] values = new double[4];
        model.density().record(new double[] {1, 2, 5}, values);
        assertThat(values).containsExactly(1, 2, 3, 5);
    }

    @Test
    void aRecordedValueThatChangesIsRefused() {
        SourceLine line = new SourceLine();
        Model model = Model.of("recording", m -> {
            Tensor x = m.sample("x", HalfNormal.of(1));
            int size = x.doubleValue() < 100 ? 2 : 3;
            m.deterministic(line.here("repeated"), x.broadcastTo(Shape.of(size)));
        });
        assertThatThrownBy(() -> model.density().record(new double[] {5}, new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"repeated\" (%s): the value has shape [3], it had [2] in the run that laid out the"
                                + " coordinates. A density has a fixed dimension: declare the same sites, of the same"
                                + " shapes, in every run.",
                        line);
    }

    @Test
    void aFailureIsDescribed() {
        SourceLine line = new SourceLine();
        Model model = Model.of("failing", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.factor(line.here("root"), x.doubleValue() < 1 ? x.sqrt() : x);
        });
        assertThat(model.density().describeFailure(new double[] {-4}))
                .isEqualTo("Site \"root\" (" + line + ") has log density NaN, at x = -4.0");
    }

    @Test
    void aValueIsNotKnownOutsideOfTheModel() {
        SourceLine line = new SourceLine();
        List<Tensor> leaked = new ArrayList<>();
        Model model = Model.of(
                "leaking", m -> leaked.add(m.sample("x", Normal.of(0, 1)).exp()));
        assertThat(model.density().isDynamic()).isFalse();
        String text =
                "The tensor has no value while the model is traced (%s): it depends on a random variable. Only code"
                        + " inside a model may read it, and it makes the model dynamic.";
        assertThatThrownBy(() -> line.here(leaked.get(0)).doubleValue())
                .isInstanceOf(SymbolicValueException.class)
                .hasMessage(text, line);
        assertThatThrownBy(() -> line.here(leaked.get(0)).toArray())
                .isInstanceOf(SymbolicValueException.class)
                .hasMessage(text, line);
        assertThat(leaked.get(0).isConcrete()).isFalse();
        assertThat(leaked.get(0)).hasToString("Tensor[]");
        assertThat(List.of(
                        leaked.get(0).shape(),
                        leaked.get(0).plus(Tensor.of(1, 2)).shape()))
                .containsExactly(Shape.SCALAR, Shape.of(2));
    }
}
