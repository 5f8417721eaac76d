package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Cauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Laplace;
import org.ppl4j.distribution.Logistic;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.tensor.Tensor;

/** Models over coordinates that are centred to other degrees, and which sites may be. */
class CentringTest {

    private static final double[] Y = {1, 2.5, -0.5, 4};
    private static final int[] GROUP = {0, 1, 2, 0};

    private static final Model FAMILIES = Model.of("families", m -> {
        Tensor mu = m.sample("mu", Normal.of(0, 5));
        Tensor tau = m.sample("tau", HalfNormal.of(2));
        Tensor a = m.sample("a", Normal.of(mu, tau).iid(3));
        Tensor b = m.sample("b", StudentT.of(3, a, tau.times(2)));
        Tensor c = m.sample("c", Cauchy.of(mu.times(0.5), tau));
        Tensor d = m.sample("d", Laplace.of(b.sum(), tau.square()));
        Tensor e = m.sample(
                "e", Logistic.of(0, tau.timesElementwise(Tensor.of(1, 2, 3))).iid(2));
        m.deterministic("all", a.sum().plus(c).plus(d).plus(e.sum()));
        m.observe("y", Normal.of(b.gather(GROUP).plus(d).plus(e.sum()), c.exp()), Y);
    });

    private static final String[] SITES = {"a", "b", "c", "d", "e"};

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.7, 1})
    void theJointDensityOfTheValuesIsTheSame(double degree) {
        ModelDensity written = FAMILIES.density();
        ModelDensity centred = FAMILIES.centred(degrees(degree)).density();
        assertThat(centred.recorded()).isEqualTo(written.recorded());
        assertThat(centred.dimension()).isEqualTo(written.dimension());
        SplittableRandom random = new SplittableRandom(1);
        double[] values = new double
                [written.recorded().stream()
                        .mapToInt(recorded -> recorded.shape().size())
                        .sum()];
        double[] same = values.clone();
        for (int k = 0; k < 20; k++) {
            double[] position = random.doubles(centred.dimension(), -1.5, 1.5).toArray();
            double logJoint = centred.record(position, values);
            double[] original = written.unconstrain(named(written, values));
            assertThat(logJoint).isCloseTo(written.record(original, same), within(1e-10 * Math.abs(logJoint)));
            assertThat(same).containsExactly(values, within(1e-10));
            assertThat(centred.unconstrain(named(written, values))).containsExactly(position, within(1e-10));
            double tau = values[1];
            double logStretch = 8 * Math.log(tau) + 3 * Math.log(2 * tau) + Math.log(tau * tau) + 2 * Math.log(6);
            assertThat(centred.logDensity(position) - written.logDensity(original))
                    .isCloseTo((1 - degree) * (logStretch + 2 * Math.log(tau)), within(1e-9));
        }
    }

    private static Tensor tensor(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name));
    }

    private static Map<String, Double> degrees(double degree) {
        return Arrays.stream(SITES).collect(Collectors.toMap(site -> site, site -> degree));
    }

    private static Map<String, Tensor> named(ModelDensity density, double[] values) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        int offset = 0;
        for (ModelDensity.Recorded recorded : density.recorded()) {
            int size = recorded.shape().size();
            named.put(recorded.name(), Tensor.of(recorded.shape(), Arrays.copyOfRange(values, offset, offset + size)));
            offset += size;
        }
        return named;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.7, 1})
    void theGradientIsThatOfFiniteDifferences(double degree) {
        ModelDensity centred = FAMILIES.centred(degrees(degree)).density();
        double[] position =
                new SplittableRandom(2).doubles(centred.dimension(), -1, 1).toArray();
        double[] gradient = new double[position.length];
        centred.logDensityAndGradient(position, gradient);
        for (int i = 0; i < position.length; i++) {
            double[] above = position.clone();
            double[] below = position.clone();
            above[i] += 1e-5;
            below[i] -= 1e-5;
            double slope = (centred.logDensity(above) - centred.logDensity(below)) / 2e-5;
            assertThat(gradient[i]).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void eachElementMayHaveADegreeOfItsOwn() {
        Model model = Model.of("each", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            m.sample("x", Normal.of(mu, tau).iid(3));
        });
        double[] position = {2, 0.5, 0.3, -0.4, 5};
        double[] values = new double[5];
        ModelDensity density =
                model.centred(Map.of("x", new double[] {0, 0.5, 1})).density();
        double logJoint = density.record(position, values);
        double tau = Math.exp(0.5);
        assertThat(values)
                .containsExactly(
                        new double[] {2, tau, 2 + tau * 0.3, 2 + Math.sqrt(tau) * (-0.4 - 1), 5}, within(1e-12));
        // the logarithms of the stretches, and that of the scale's own coordinate
        assertThat(density.logDensity(position) - logJoint).isCloseTo(0.5 + 0.25 + 0.5, within(1e-12));
        assertThat(density.unconstrain(named(density, values))).containsExactly(position, within(1e-12));
    }

    /** Standard values are not computed back from values, which would lose what the location is larger by. */
    @Test
    void aLargeLocationLosesNothing() {
        Model model = Model.of("far", m -> {
            Tensor mu = m.sample("mu", Normal.of(1e12, 1));
            Tensor tau = m.sample("tau", HalfNormal.of(1));
            m.sample("x", Normal.of(mu, tau).iid(2));
        });
        double[] position = {1e12, -1, 0.3, -0.7};
        double tau = Math.exp(-1);
        assertThat(model.nonCentred("x").density().logDensity(position))
                .isCloseTo(
                        Densities.normal(1e12, 1e12, 1)
                                + Densities.halfNormal(tau, 1)
                                - 1
                                + Densities.normal(0.3, 0, 1)
                                + Densities.normal(-0.7, 0, 1),
                        within(1e-12));
    }

    @Test
    void othersOfItsMeaningsAreTheSame() {
        Model other = FAMILIES.nonCentred(SITES);
        Map<String, Tensor> prior = FAMILIES.samplePrior(new SplittableRandom(3));
        assertThat(tensor(other.samplePrior(new SplittableRandom(3)), "d").doubleValue())
                .isEqualTo(tensor(prior, "d").doubleValue());
        Map<String, Tensor> sampled = new HashMap<>(prior);
        sampled.remove("all");
        assertThat(other.logDensity(sampled)).isEqualTo(FAMILIES.logDensity(sampled));
        Map<String, Double> given = Map.of("c", 0.5);
        assertThat(other.condition(given).density().sampledSites())
                .isEqualTo(FAMILIES.condition(given).density().sampledSites());
        assertThat(other.density().realSites()).isEqualTo(FAMILIES.density().realSites());
    }

    @Test
    void sitesOfALoopAreOneGroup() {
        Model model = Model.of("loops", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            m.sample("plain", Normal.of(mu, 2));
            m.sample("whole", Normal.of(mu, tau).iid(4));
            for (int i = 0; i < 3; i++) {
                Tensor a = m.sample("a[" + i + "]", Normal.of(mu, tau));
                m.sample("b_" + i, Normal.of(a, tau.times(i + 1)));
            }
        });
        assertThat(model.density().scaledSites())
                .containsExactly(List.of("whole"), List.of("a[0]", "a[1]", "a[2]"), List.of("b_0", "b_1", "b_2"));
        assertThat(model.condition(Map.of("tau", 1)).density().scaledSites()).isEmpty();
        assertThat(model.fix(Map.of("whole", new double[4])).density().scaledSites())
                .containsExactly(List.of("a[0]", "a[1]", "a[2]"), List.of("b_0", "b_1", "b_2"));
        assertThat(model.nonCentred("whole").centred(Map.of("b_1", 1)).density().scaledSites())
                .containsExactly(List.of("a[0]", "a[1]", "a[2]"), List.of("b_0", "b_2"));
    }

    @Test
    void whatWalksIsLeftAsItIs() {
        Model model = Model.of("walks", m -> {
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            Tensor level = m.sample("level[0]", Normal.of(0, tau));
            Tensor slope = m.sample("slope[0]", Normal.of(0, tau));
            for (int t = 1; t < 4; t++) {
                Tensor free = m.sample("free[" + t + "]", Normal.of(level, 1));
                level = m.sample("level[" + t + "]", Normal.of(free.plus(slope), tau));
                slope = m.sample("slope[" + t + "]", Normal.of(0, tau));
            }
            m.sample("end", Normal.of(level, tau));
        });
        assertThat(model.density().scaledSites())
                .containsExactly(List.of("slope[0]", "slope[1]", "slope[2]", "slope[3]"), List.of("end"));
    }

    @Test
    void aDynamicModelHasNoneToChooseAmong() {
        Model model = Model.of("dynamic", m -> {
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            m.sample("x", Normal.of(0, tau.doubleValue() > 1 ? tau : tau.times(2)));
        });
        assertThat(model.density().scaledSites()).isEmpty();
        ModelDensity centred = model.nonCentred("x").density();
        assertThat(centred.isDynamic()).isTrue();
        double[] position = {1, 0.4};
        assertThat(centred.logDensity(position))
                .isCloseTo(Densities.halfNormal(Math.E, 2) + 1 + Densities.normal(0.4, 0, 1), within(1e-12));
    }

    @Test
    void scalesAreRecorded() {
        ModelDensity density = FAMILIES.density().withScales(Set.of("a", "e"));
        double[] values = new double
                [density.recorded().stream()
                        .mapToInt(recorded -> recorded.shape().size())
                        .sum()];
        double[] position = new double[density.dimension()];
        position[1] = 0.5;
        density.record(position, values);
        Map<String, Tensor> named = named(density, values);
        double tau = Math.exp(0.5);
        assertThat(tensor(named, ModelDensity.SCALE_OF + "a").toArray())
                .containsExactly(new double[] {tau, tau, tau}, within(1e-14));
        assertThat(tensor(named, ModelDensity.SCALE_OF + "e").toArray())
                .containsExactly(new double[] {tau, 2 * tau, 3 * tau, tau, 2 * tau, 3 * tau}, within(1e-13));
    }

    @Test
    void normalVectorsHaveALocationAndAScaleAndKeepTheirCorrelations() {
        Model model = Model.of("vectors", m -> {
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            Tensor scales = tau.timesElementwise(Tensor.of(1, 3));
            m.sample("x", MvNormal.diagonal(new double[] {5, -5}, scales).iid(3));
            Tensor correlation = m.sample("correlation", Uniform.of(-1, 1));
            Tensor covariance = tau.square().timesElementwise(correlation.plus(Tensor.identity(2)));
            m.sample("z", MvNormal.of(new double[] {1, 2}, covariance));
        });
        assertThat(model.density().scaledSites()).containsExactly(List.of("x"), List.of("z"));
        double[] position = {0.5, 1, 2, 3, 4, 5, 6, -0.3, 7, 8};
        double[] values = new double[10];
        ModelDensity density = model.nonCentred("x", "z").density();
        double logJoint = density.record(position, values);
        double tau = Math.exp(0.5);
        double correlation = 2 / (1 + Math.exp(0.3)) - 1;
        double scale = tau * Math.sqrt(1 + correlation);
        assertThat(values)
                .containsExactly(
                        new double[] {
                            tau,
                            5 + tau,
                            -5 + 6 * tau,
                            5 + 3 * tau,
                            -5 + 12 * tau,
                            5 + 5 * tau,
                            -5 + 18 * tau,
                            correlation,
                            1 + 7 * scale,
                            2 + 8 * scale
                        },
                        within(1e-12));
        double logInterval = Math.log(2) - 0.3 - 2 * Math.log1p(Math.exp(-0.3));
        assertThat(density.logDensity(position) - logJoint)
                .isCloseTo(0.5 + logInterval + 6 * 0.5 + 3 * Math.log(3) + 2 * Math.log(scale), within(1e-12));
        double[] original = model.density().unconstrain(named(density, values));
        assertThat(model.density().record(original, values.clone())).isCloseTo(logJoint, within(1e-10));
    }

    @Test
    void aScaleThatIsRecordedAlreadyIsNotRecordedTwice() {
        Model model = Model.of("twice", m -> {
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            m.sample("x", Normal.of(0, tau).iid(2));
            m.deterministic("scale of x", tau);
        });
        assertThatThrownBy(() -> model.density().withScales(Set.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The model \"twice\" records \"scale of x\" already. Give it another name.");
    }

    @Test
    void whatHasNoScaleIsRefused() {
        Model model = Model.of("coin", m -> m.sample("p", Beta.of(1, 1)));
        assertThatThrownBy(() -> model.nonCentred("p").density())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "Site \"p\" \\(CentringTest.java:\\d+\\): Beta has no location and scale, so that it"
                                + " cannot be centred in another way. Leave the site out, or have locationScale\\(\\) of the distribution"
                                + " return them.");
        assertThatThrownBy(() -> model.nonCentred("q").density())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("The model \"coin\" has no sampled site \"q\" to centre in another way"
                        + " \\(CentringTest.java:\\d+\\). It samples \"p\".");
        assertThatThrownBy(() -> model.centred(Map.of("p", 1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("The degree of centring of \"p\" must lie between 0.0 and 1.0, got 1.5"
                        + " \\(CentringTest.java:\\d+\\).");
        assertThatThrownBy(() -> FAMILIES.centred(Map.of("a", new double[2])).density())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "Site \"a\" \\(CentringTest.java:\\d+\\): the degree of centring has shape \\[2\\], but"
                                + " Normal has shape \\[3\\]. Give one number, or one for each element.");
    }
}
