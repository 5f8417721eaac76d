package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ppl4j.model.Densities.halfNormal;
import static org.ppl4j.model.Densities.normal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.density.ComponentDensity.Components;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** The statements of models, and the densities that they give, against computations by hand. */
class ModelTest {

    private static final double[] X = {1, 2, 3};
    private static final double[] Y = {0.5, -0.25, 2};

    private static final Model REGRESSION = Model.of("regression", m -> {
        Tensor x = m.data("x", X);
        Tensor alpha = m.sample("alpha", Normal.of(0, 10));
        Tensor sigma = m.sample("sigma", HalfNormal.of(1.5));
        Tensor beta = m.sample("beta", Normal.of(1, 2));
        Tensor mu = m.deterministic("mu", x.times(beta).plus(alpha));
        m.observe("y", Normal.of(mu, sigma), Y);
        m.factor("penalty", alpha.square().times(-0.1));
    });

    private static final Map<String, ?> VALUES = Map.of("alpha", 0.5, "beta", -1, "sigma", 2.0);

    private static final double PRIOR = normal(0.5, 0, 10) + normal(-1, 1, 2) + halfNormal(2, 1.5);
    private static final double LIKELIHOOD =
            normal(0.5, -0.5, 2) + normal(-0.25, -1.5, 2) + normal(2, -2.5, 2) - 0.1 * 0.25;

    @Test
    void theDensityAtNamedValues() {
        assertThat(REGRESSION.logPrior(VALUES)).isCloseTo(PRIOR, within(1e-12));
        assertThat(REGRESSION.logLikelihood(VALUES)).isCloseTo(LIKELIHOOD, within(1e-12));
        assertThat(REGRESSION.logDensity(VALUES)).isCloseTo(PRIOR + LIKELIHOOD, within(1e-12));
    }

    @Test
    void theDensityAtAPositionHasThreeParts() {
        ModelDensity density = REGRESSION.density();
        double[] position = {0.5, Math.log(2), -1};
        Components components = density.components(position);
        assertThat(components.logPrior()).isCloseTo(PRIOR, within(1e-12));
        assertThat(components.logLikelihood()).isCloseTo(LIKELIHOOD, within(1e-12));
        assertThat(components.logJacobian()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(components.logJoint()).isEqualTo(components.logPrior() + components.logLikelihood());
        assertThat(density.logDensity(position)).isCloseTo(PRIOR + LIKELIHOOD + Math.log(2), within(1e-12));
    }

    @Test
    void theGradientByHand() {
        double[] gradient = new double[3];
        double value = REGRESSION.density().logDensityAndGradient(new double[] {0.5, Math.log(2), -1}, gradient);
        assertThat(value).isCloseTo(PRIOR + LIKELIHOOD + Math.log(2), within(1e-12));
        double[] mu = {-0.5, -1.5, -2.5};
        double byAlpha = -0.5 / 100 - 0.2 * 0.5;
        double byBeta = 2 / 4.0;
        double bySigma = -2 / (1.5 * 1.5);
        for (int i = 0; i < 3; i++) {
            double residual = Y[i] - mu[i];
            byAlpha += residual / 4;
            byBeta += residual / 4 * X[i];
            bySigma += residual * residual / 8 - 0.5;
        }
        assertThat(gradient).containsExactly(new double[] {byAlpha, bySigma * 2 + 1, byBeta}, within(1e-12));
    }

    @Test
    void recordedValuesAreInTheOrderOfTheStatements() {
        ModelDensity density = REGRESSION.density();
        assertThat(density.recorded())
                .containsExactly(
                        new ModelDensity.Recorded("alpha", Shape.SCALAR),
                        new ModelDensity.Recorded("sigma", Shape.SCALAR),
                        new ModelDensity.Recorded("beta", Shape.SCALAR),
                        new ModelDensity.Recorded("mu", Shape.of(3)));
        assertThat(density.sampledSites())
                .containsExactly(
                        new ModelDensity.SampledSite("alpha", 0, 1, false),
                        new ModelDensity.SampledSite("sigma", 1, 1, false),
                        new ModelDensity.SampledSite("beta", 2, 1, false));
        assertThat(density.realSites()).containsExactlyInAnyOrder("alpha", "beta");
        double[] values = new double[6];
        double joint = density.record(new double[] {0.5, Math.log(2), -1}, values);
        assertThat(values).containsExactly(new double[] {0.5, 2, -1, -0.5, -1.5, -2.5}, within(1e-12));
        assertThat(joint).isCloseTo(PRIOR + LIKELIHOOD, within(1e-12));
    }

    @Test
    void theDensityIsMadeOnce() {
        assertThat(REGRESSION.density()).isSameAs(REGRESSION.density());
        assertThat(REGRESSION.density().model()).isSameAs(REGRESSION);
        assertThat(REGRESSION.density().isDynamic()).isFalse();
        assertThat(REGRESSION.name()).isEqualTo("regression");
        assertThat(REGRESSION).hasToString("Model \"regression\"");
    }

    @Test
    void outsideOfTheSupportTheDensityIsMinusInfinity() {
        Map<String, ?> outside = Map.of("alpha", 0.5, "beta", -1, "sigma", -2.0);
        assertThat(REGRESSION.logDensity(outside)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(REGRESSION.logPrior(outside)).isEqualTo(Double.NEGATIVE_INFINITY);
        Model alone = Model.of("alone", m -> m.sample("p", Beta.of(2, 2)));
        assertThat(alone.logDensity(Map.of("p", 1.5))).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void unconstrainTakesBackWhatRecordWrites() {
        Model model = Model.of("supports", m -> {
            Tensor upper = m.sample("upper", Gamma.of(3, 2));
            m.sample("below", Uniform.of(-1, upper));
            m.sample("rates", Gamma.of(2, 1).iid(2, 3));
            Tensor weights = m.sample("weights", Dirichlet.of(1, 2, 3));
            m.sample("correlation", LkjCholesky.of(3, 2));
            m.sample("locations", Normal.of(Tensor.of(1, 2, 3), 2));
            m.deterministic("first", weights.at(0).log());
        });
        ModelDensity density = model.density();
        SplittableRandom random = new SplittableRandom(3);
        for (int repetition = 0; repetition < 20; repetition++) {
            double[] position = random.doubles(density.dimension(), -3, 3).toArray();
            Map<String, Tensor> values = recorded(density, position);
            assertThat(density.unconstrain(values)).containsExactly(position, within(1e-9));
            assertThat(model.logDensity(values))
                    .isCloseTo(density.components(position).logJoint(), within(1e-8));
        }
        assertThat(density.dimension()).isEqualTo(1 + 1 + 6 + 2 + 3 + 3);
    }

    private static Map<String, Tensor> recorded(ModelDensity density, double[] position) {
        int size = density.recorded().stream()
                .mapToInt(recorded -> recorded.shape().size())
                .sum();
        double[] all = new double[size];
        density.record(position, all);
        Map<String, Tensor> values = new LinkedHashMap<>();
        int at = 0;
        for (ModelDensity.Recorded recorded : density.recorded()) {
            int next = at + recorded.shape().size();
            values.put(recorded.name(), Tensor.of(recorded.shape(), Arrays.copyOfRange(all, at, next)));
            at = next;
        }
        return values;
    }

    @Test
    void observedValuesOfAllForms() {
        double expected = normal(1, 0, 1) + normal(2, 0, 1) + normal(3, 0, 1) + normal(4, 0, 1);
        List<Consumer<ModelBuilder>> forms = List.of(
                m -> m.observe("y", Normal.of(0, 1), 1, 2, 3, 4),
                m -> m.observe("y", Normal.of(0, 1), 1.0, 2.0, 3.0, 4.0),
                m -> m.observe("y", Normal.of(0, 1), new double[][] {{1, 2}, {3, 4}}),
                m -> m.observe("y", Normal.of(Tensor.of(0, 0), 1), new double[][] {{1, 2}, {3, 4}}),
                m -> m.observe("y", Normal.of(0, 1).iid(4), Tensor.of(1, 2, 3, 4)),
                m -> m.observe("y", Normal.of(Tensor.filled(0, 4, 1), 1), Tensor.of(1, 2, 3, 4)),
                m -> {
                    for (int i = 0; i < 4; i++) {
                        m.observe("y[" + i + "]", Normal.of(0, 1), i + 1.0);
                    }
                });
        for (Consumer<ModelBuilder> form : forms) {
            Model model = Model.of("forms", form);
            assertThat(model.logLikelihood(Map.of())).isCloseTo(expected, within(1e-12));
            assertThat(model.density().dimension()).isZero();
            assertThat(model.density().logDensity(new double[0])).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void aDensityOfEveryElementIsCounted() {
        Model model = Model.of("broadcast", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            m.observe("y", Normal.of(mu, 2).iid(2, 2), Tensor.filled(1, 2, 2));
            m.factor("each", Tensor.of(0.5, 0.25));
        });
        assertThat(model.logLikelihood(Map.of("mu", 3.0))).isCloseTo(4 * normal(1, 3, 2) + 0.75, within(1e-12));
        assertThat(model.density().components(new double[] {3}).logLikelihood())
                .isCloseTo(4 * normal(1, 3, 2) + 0.75, within(1e-12));
    }

    @Test
    void includedModelsHavePrefixedNames() {
        Consumer<ModelBuilder> part = m -> {
            Tensor z = m.sample("z", Normal.of(0, 1));
            m.include("inner", inner -> inner.sample("w", Normal.of(z, 1)));
        };
        Model model = Model.of("whole", m -> {
            m.include("a", part);
            m.include("b", part);
            m.sample("z", Normal.of(0, 1));
        });
        assertThat(model.density().sampledSites())
                .extracting(ModelDensity.SampledSite::name)
                .containsExactly("a.z", "a.inner.w", "b.z", "b.inner.w", "z");
        Map<String, Double> values = Map.of("a.z", 1.0, "a.inner.w", 2.0, "b.z", 3.0, "b.inner.w", 4.5, "z", 0.0);
        assertThat(model.logDensity(values))
                .isCloseTo(
                        normal(1, 0, 1) + normal(2, 1, 1) + normal(3, 0, 1) + normal(4.5, 3, 1) + normal(0, 0, 1),
                        within(1e-12));
    }

    @Test
    void discreteSitesAreTheirOwnCoordinates() {
        Model model = Model.of("counts", m -> {
            Tensor k = m.sample("k", Poisson.of(3).iid(2));
            m.sample("x", Normal.of(k.sum(), 1));
        });
        ModelDensity density = model.density();
        assertThat(density.isDynamic()).isFalse();
        assertThat(density.sampledSites())
                .containsExactly(
                        new ModelDensity.SampledSite("k", 0, 2, true), new ModelDensity.SampledSite("x", 2, 1, false));
        assertThat(density.realSites()).containsExactly("x");
        double expected = Densities.poisson(2, 3) + Densities.poisson(5, 3) + normal(6, 7, 1);
        assertThat(density.logDensity(new double[] {2, 5, 6})).isCloseTo(expected, within(1e-12));
        assertThat(density.components(new double[] {2, 5, 6}).logJacobian()).isZero();
        assertThat(density.logDensity(new double[] {2.5, 5, 6})).isEqualTo(Double.NEGATIVE_INFINITY);
        double[] start = density.initialPosition(new SplittableRandom(1));
        assertThat(start[0]).isEqualTo(Math.rint(start[0])).isNotNegative();
        assertThat(start[2]).isBetween(-2.0, 2.0);
    }

    @Test
    void eightThreadsGetWhatOneGets() throws Exception {
        ModelDensity density = REGRESSION.density();
        double[][] positions = new double[400][];
        double[][] expected = new double[positions.length][];
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < positions.length; i++) {
            positions[i] = random.doubles(3, -2, 2).toArray();
            expected[i] = evaluate(density, positions[i]);
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<double[][]>> results = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(thread -> threads.submit(() -> {
                        double[][] mine = new double[positions.length][];
                        for (int k = 0; k < positions.length; k++) {
                            int i = (k + thread * 50) % positions.length;
                            mine[i] = evaluate(density, positions[i]);
                        }
                        return mine;
                    }))
                    .toList();
            for (Future<double[][]> result : results) {
                assertThat(result.get()).isDeepEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns everything that a density says of a position. */
    private static double[] evaluate(ModelDensity density, double[] position) {
        double[] gradient = new double[3];
        double[] values = new double[6];
        double value = density.logDensityAndGradient(position, gradient);
        double joint = density.record(position, values);
        double again = density.logDensity(position);
        double[] all = Arrays.copyOf(gradient, 12);
        System.arraycopy(values, 0, all, 3, 6);
        all[9] = value;
        all[10] = joint;
        all[11] = again;
        return all;
    }

    /** Counts come as whole numbers, also in tables of them. */
    @Test
    void wholeNumbersAreDataToo() {
        int[] trials = {4, 9};
        int[][] counts = {{1, 5}, {3, 7}, {0, 2}};
        Model model = Model.of("counts", m -> {
            Tensor p = m.sample("p", Beta.of(2, 2));
            Tensor offsets = m.data("offsets", new int[][] {{0, 0}, {0, 0}, {0, 0}});
            m.observe("y", Binomial.of(m.data("trials", trials).plus(offsets), p), counts);
        });
        Model doubles = model.condition(Map.of("y", new double[][] {{1, 5}, {3, 7}, {0, 2}}));
        Map<String, ?> values = Map.of("p", 0.3);
        assertThat(model.logDensity(values)).isFinite().isEqualTo(doubles.logDensity(values));
        Model more = model.withData("offsets", new int[][] {{1, 1}, {1, 1}, {1, 1}});
        assertThat(more.logDensity(values))
                .isEqualTo(model.withData("trials", new int[] {5, 10}).logDensity(values))
                .isNotEqualTo(model.logDensity(values));
    }
}
