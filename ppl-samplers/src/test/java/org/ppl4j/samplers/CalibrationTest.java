package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Calibrations that pass, and such of wrong samplers and wrong priors that must not. */
class CalibrationTest {
    private static final double[] SHAPE = new double[3];

    private static Model normal(double scale) {
        return Model.of("normal", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, scale));
            Tensor sigma = m.sample("sigma", Gamma.of(3, 2));
            m.deterministic("precision", sigma.square().reciprocal());
            m.observe("y", Normal.of(mu, sigma), SHAPE);
        });
    }

    private static final Model GAUSSIAN = Model.of("gaussian", m -> {
        Tensor mu = m.sample("mu", Normal.of(0, 1));
        Tensor slope = m.sample("slope", Normal.of(0, 2));
        m.observe("y", Normal.of(slope.times(Tensor.of(-1.0, 0, 1)).plus(mu), 1), SHAPE);
    });

    private static final Model COUNTS = Model.of("counts", m -> {
        Tensor rate = m.sample("rate", Gamma.of(2, 1));
        Tensor count = m.sample("count", Poisson.of(rate));
        m.observe("y", Normal.of(count, 1), 0.0);
    });

    private static final Model DYNAMIC = Model.of("dynamic", m -> {
        Tensor x = m.sample("x", Normal.of(0, 1));
        m.observe("y", Normal.of(x.doubleValue() > 0 ? x.times(2) : x, 1), 0.0);
    });

    /** A shrinking walk that is accepted as if it were symmetric. */
    private static final Sampler UNCORRECTED = MetropolisHastings.of(new Proposal() {
        @Override
        public void propose(double[] current, double[] proposal, RandomGenerator random) {
            for (int i = 0; i < proposal.length; i++) {
                proposal[i] = 0.5 * current[i] + random.nextGaussian();
            }
        }

        @Override
        public String toString() {
            return "uncorrected";
        }
    });

    private static Calibration quick(Model model, Sampler sampler) {
        return Calibration.of(model)
                .with(sampler)
                .simulations(150)
                .draws(29)
                .warmup(200)
                .quantity("log_likelihood", TestQuantity.logLikelihood())
                .seed(1);
    }

    @Test
    void aRightSamplerIsCalibratedAndAWrongPriorIsNot() {
        CalibrationResult right = quick(normal(1), Nuts.create()).run();
        assertThat(right.names()).containsExactly("mu", "sigma", "precision", "log_likelihood");
        assertThat(right.pValue()).isGreaterThan(0.01);
        assertThat(right.chiSquaredPValue("mu")).isGreaterThan(0.001);
        assertThat(right.ranks("mu")).hasSize(150);
        assertThat(Arrays.stream(right.ranks("sigma"))).allMatch(rank -> rank >= 0 && rank <= 29);
        assertThat(right.summary()).contains("The ranks are as uniform as they should be.");

        CalibrationResult wrong =
                quick(normal(1), Nuts.create()).fitting(normal(0.4)).run();
        assertThat(wrong.pValue()).isLessThan(1e-3);
        assertThat(wrong.summary()).contains("Not uniform: mu (the draws are spread too narrowly)");
    }

    @Test
    void aModelWithoutACommonVariableIsRefused() {
        Model other = Model.of("other", m -> {
            m.sample("nu", Normal.of(0, 1));
            m.observe("y", Normal.of(0, 1), SHAPE);
        });
        Calibration calibration = Calibration.of(GAUSSIAN)
                .with(Slice.create())
                .simulations(20)
                .draws(9)
                .warmup(10)
                .seed(1);
        assertThatThrownBy(() -> calibration.fitting(other).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "There is nothing to rank: the fitted model \"other\" has no variable in common with the model"
                                + " \"" + GAUSSIAN.name()
                                + "\". Record one under the same name with deterministic(name, value).");
        Model pair = Model.of("pair", m -> {
            m.sample("mu", Normal.of(0, 1).iid(2));
            m.observe("y", Normal.of(0, 1), SHAPE);
        });
        assertThatThrownBy(() -> calibration.fitting(pair).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"mu\" has 2 values in the fitted model, but 1 in the one that is simulated from. Give one of"
                                + " them another name.");
    }

    @Test
    void aModelThatObservesOtherSitesIsRefusedWithTheUsersLine() {
        Model other = Model.of("other", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            m.observe("z", Normal.of(mu, 1), SHAPE);
        });
        assertThatThrownBy(() -> Calibration.of(GAUSSIAN).fitting(other).run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(
                        "The model \"other\" has no site \"y\" to condition on \\(CalibrationTest.java:[0-9]+\\). It samples"
                                + " \"mu\"; observes \"z\"\\.");
    }

    @Test
    void aWrongAcceptanceIsSeen() {
        assertThat(quick(GAUSSIAN, RandomWalkMetropolis.of(0.8)).run().pValue()).isGreaterThan(0.01);
        assertThat(quick(GAUSSIAN, UNCORRECTED).simulations(300).run().pValue()).isLessThan(1e-3);
    }

    /** Draws that depend on each other lie on one side of the truth too often, which the variance of ranks shows first. */
    @Test
    void ranksAmongFewDrawsAreAsUniformAsAmongMany() {
        Model model = Model.of("few", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1));
            m.observe("y", Normal.of(a, 1), 0.5);
        });
        Calibration few = Calibration.of(model)
                .with(RandomWalkMetropolis.of(0.5))
                .simulations(1_000)
                .draws(3)
                .warmup(50)
                .seed(1);
        // The standard error is 0.028.
        assertThat(rankVariance(few.run())).isBetween(0.92, 1.08);
        assertThat(rankVariance(few.thin(1).run())).isGreaterThan(1.15);
    }

    /** Returns the variance of the ranks over that of uniform ones. */
    private static double rankVariance(CalibrationResult result) {
        double draws = result.draws();
        double variance = Arrays.stream(result.ranks("a"))
                .mapToDouble(rank -> (rank - draws / 2) * (rank - draws / 2))
                .average()
                .orElseThrow();
        return variance / (draws * (draws + 2) / 12);
    }

    /** A sampler of the prior has uniform ranks for each variable; the log likelihood shows that it ignores the data. */
    @Test
    void theLogLikelihoodShowsThatDataAreIgnored() {
        Model prior = Model.of("prior", m -> {
            m.sample("mu", Normal.of(0, 1));
            m.sample("slope", Normal.of(0, 2));
            m.observe("y", Normal.of(0, 1), SHAPE);
        });
        CalibrationResult result =
                quick(GAUSSIAN, Slice.create()).fitting(prior).run();
        assertThat(result.ecdfPValue("mu")).isGreaterThan(0.005);
        assertThat(result.ecdfPValue("slope")).isGreaterThan(0.005);
        assertThat(result.ecdfPValue("log_likelihood")).isLessThan(1e-6);
    }

    @Test
    void theResultDoesNotDependOnTheNumberOfThreads() {
        Calibration calibration = quick(GAUSSIAN, EllipticalSlice.create()).simulations(20);
        CalibrationResult one = calibration.threads(1).run();
        CalibrationResult three = calibration.threads(3).run();
        for (String name : one.names()) {
            assertThat(three.ranks(name)).isEqualTo(one.ranks(name));
        }
        assertThat(calibration.seed(2).run().ranks("mu")).isNotEqualTo(one.ranks("mu"));
    }

    @Test
    void discreteSitesAndDynamicModelsAreCalibrated() {
        Sampler mixed = SitewiseMetropolis.create().walk("rate", 1).wholeNumbers("count", 2);
        assertThat(quick(COUNTS, mixed).run().pValue()).isGreaterThan(0.01);
        assertThat(quick(DYNAMIC, RandomWalkMetropolis.of(1))
                        .simulations(60)
                        .run()
                        .pValue())
                .isGreaterThan(0.01);
    }

    static Stream<Sampler> samplers() {
        return Stream.of(
                Nuts.create(),
                // half a period of mu would be 5.2 steps, after which it is where it was, mirrored
                Hmc.of(0.3, 3),
                Mala.create(),
                RandomWalkMetropolis.of(0.8),
                RobustAdaptiveMetropolis.create(),
                Slice.create(),
                EllipticalSlice.create(),
                Ensemble.create(),
                SitewiseMetropolis.create(),
                SitewiseMetropolis.create().walk("mu", 0.8));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("samplers")
    void everySamplerIsCalibrated(Sampler sampler) {
        Calibration calibration =
                quick(GAUSSIAN, sampler).simulations(500).draws(49).warmup(500);
        CalibrationResult right = calibration.run();
        assertThat(right.pValue()).as(right.summary()).isGreaterThan(0.001);
        Model narrow = Model.of("narrow", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 0.5));
            Tensor slope = m.sample("slope", Normal.of(0, 2));
            m.observe("y", Normal.of(slope.times(Tensor.of(-1.0, 0, 1)).plus(mu), 1), SHAPE);
        });
        // Fewer simulations are enough to see it.
        CalibrationResult wrong = calibration.simulations(200).fitting(narrow).run();
        assertThat(wrong.pValue()).as(wrong.summary()).isLessThan(1e-3);
    }

    @Test
    void whatCannotBeSimulatedIsRefused() {
        Model factor = Model.of("factor", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.factor("penalty", x.square().negate());
        });
        assertThatThrownBy(() -> Calibration.of(factor).simulations(20).run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(
                        "Site \"penalty\" \\(CalibrationTest.java:[0-9]+\\): a factor has no distribution, so that no data can"
                                + " be simulated from the model\\. Write it as a sampled or an observed site\\.");
        assertThatThrownBy(() -> Calibration.of(factor).simulations(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The number of simulations must be at least 20, got 3.");
        assertThatThrownBy(() ->
                        quick(GAUSSIAN, Slice.create()).simulations(20).run().ranks("tau"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Nothing was ranked under the name \"tau\". There is: [mu, slope, log_likelihood].");
    }

    /** Their ranks are by lot, and would be as uniform as any. */
    @Test
    void numbersThatAreAlwaysWhatWasSimulatedAreLeftOut() {
        Model model = Model.of("constants", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            Tensor zeros = Tensor.of(new double[6]);
            m.deterministic("triangle", Tensor.concatenate(x.reshape(Shape.of(1)), zeros));
            m.observe("y", Normal.of(x, 1), 0.0);
        });
        CalibrationResult result = quick(model, Slice.create())
                .simulations(20)
                .quantity("one", (values, fitted) -> 1)
                .run();
        assertThat(result.names()).containsExactly("x", "triangle[0]", "log_likelihood");
        assertThat(result.pValue())
                .isEqualTo(Math.min(
                        1,
                        3
                                * result.names().stream()
                                        .mapToDouble(result::ecdfPValue)
                                        .min()
                                        .orElseThrow()));
        assertThat(result.summary())
                .doesNotContain("triangle[1]  ")
                .endsWith(
                        " Not ranked, because in each simulation all draws are equal to what was simulated: triangle[1],"
                                + " triangle[2], triangle[3], triangle[4], triangle[5] and 2 more."
                                + System.lineSeparator());
        assertThatThrownBy(() -> result.ranks("one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"one\" has no ranks: in each simulation all its draws are equal to what was simulated. There"
                                + " is: [x, triangle[0], log_likelihood].");
        Model known = Model.of("known", m -> {
            m.sample("z", Normal.of(0, 1));
            m.deterministic("c", Tensor.of(1.0));
        });
        Model fitted = Model.of("fitted", m -> {
            m.sample("x", Normal.of(0, 1));
            m.deterministic("c", Tensor.of(1.0));
        });
        assertThatThrownBy(() -> Calibration.of(known)
                        .fitting(fitted)
                        .with(Slice.create())
                        .simulations(20)
                        .warmup(10)
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "There is nothing to rank: in each simulation all draws of c are equal to what was simulated."
                                + " Record a number that varies with deterministic(name, value).");
    }

    @Test
    void quantitiesThatCannotBeRankedAreRefused() {
        Calibration calibration =
                Calibration.of(normal(1)).warmup(50).thin(1).simulations(20).seed(1);
        assertThatThrownBy(
                        () -> calibration.quantity("mu", (values, model) -> 0).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The quantity \"mu\" has the name of a number of the model. Give it another name.");
        assertThatThrownBy(() ->
                        calibration.quantity("q", (values, model) -> Double.NaN).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"q\" is NaN at a draw from the prior, so that it has no rank. See how it is calculated.");
    }

    @Test
    void aModelWithoutSampledSitesIsRefused() {
        Model model = Model.of("known", m -> m.observe("y", Normal.of(0, 1), 1.0));
        assertThatThrownBy(() -> Calibration.of(model).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is nothing to calibrate: the model \"known\" has no sampled sites. Declare one with"
                        + " sample(name, distribution).");
    }

    @Test
    void histogramsShowTheirBins() {
        int[] ranks = new int[40];
        for (int i = 0; i < 40; i++) {
            ranks[i] = i < 20 ? 0 : i % 8;
        }
        RankHistogram histogram = new RankHistogram(ranks, 7);
        assertThat(histogram.text().lines().toList())
                .containsExactly(
                        "    0 to     1  ######################################## " + "   24 of 10.0",
                        "    2 to     3  #######                                  " + "    4 of 10.0",
                        "    4 to     5  ##########                               " + "    6 of 10.0",
                        "    6 to     7  ##########                               " + "    6 of 10.0");
        assertThat(histogram.blocks()).hasSize(4);
        assertThat(histogram.pValue()).isLessThan(1e-4);
    }

    @Test
    void simulationsKeepTheShapesAndTheModel() {
        var simulation =
                normal(1).simulate(RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        assertThat(simulation.values()).containsOnlyKeys("mu", "sigma", "precision");
        assertThat(simulation.observed()).containsOnlyKeys("y");
        Tensor y = simulation.observed().getOrDefault("y", Tensor.of(0));
        assertThat(y.size()).isEqualTo(3);
        Map<String, Tensor> values = simulation.values();
        assertThat(simulation.model().logDensity(values))
                .isEqualTo(normal(1).condition(Map.of("y", y)).logDensity(values));
    }
}
