package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Draws from the prior, and predictions from given draws. */
class ModelPredictionTest {

    private static final Model MODEL = Model.of("line", m -> {
        Tensor x = m.data("x", 1, 2, 3);
        Tensor slope = m.sample("slope", Normal.of(2, 0.5));
        Tensor noise = m.sample("noise", Gamma.of(4, 2));
        m.deterministic("mu", x.timesElementwise(slope));
        m.observe("y", Normal.of(x.timesElementwise(slope), noise), 5, 6, 7);
        m.factor("nothing", Tensor.of(0));
    });

    /** Draws from a list. */
    private record Draws(List<Map<String, Tensor>> values) implements DrawSource {
        @Override
        public int drawCount() {
            return values.size();
        }

        @Override
        public Map<String, Tensor> draw(int index) {
            return values.get(index);
        }
    }

    private static Map<String, Tensor> draw(double slope, double noise) {
        return Map.of("slope", Tensor.of(slope), "noise", Tensor.of(noise));
    }

    @Test
    void thePriorHasItsMoments() {
        SplittableRandom random = new SplittableRandom(20);
        int count = 20_000;
        double slope = 0;
        double slopeSquared = 0;
        double noise = 0;
        double last = 0;
        double lastSquared = 0;
        for (int i = 0; i < count; i++) {
            Map<String, Tensor> drawn = MODEL.samplePriorPredictive(random);
            double value = number(drawn, "slope");
            slope += value / count;
            slopeSquared += value * value / count;
            noise += number(drawn, "noise") / count;
            Tensor y = drawn.getOrDefault("y", Tensor.of(Double.NaN));
            last += y.toArray()[2] / count;
            lastSquared += y.toArray()[2] * y.toArray()[2] / count;
        }
        // Four standard errors each; noise is Gamma(4, 2): mean 2, variance 1, second moment 5.
        assertThat(slope).isCloseTo(2, within(4 * 0.5 / Math.sqrt(count)));
        assertThat(slopeSquared - slope * slope).isCloseTo(0.25, within(4 * 0.25 * Math.sqrt(2.0 / count)));
        assertThat(noise).isCloseTo(2, within(4 / Math.sqrt(count)));
        double variance = 9 * 0.25 + 5;
        assertThat(last).isCloseTo(6, within(4 * Math.sqrt(variance / count)));
        assertThat(lastSquared - last * last).isCloseTo(variance, within(0.05 * variance));
    }

    private static double number(Map<String, Tensor> drawn, String name) {
        return drawn.getOrDefault(name, Tensor.of(Double.NaN)).doubleValue();
    }

    @Test
    void aPriorDrawHasTheSampledAndTheDeterministicValues() {
        Map<String, Tensor> drawn = MODEL.samplePrior(new SplittableRandom(1));
        assertThat(drawn).containsOnlyKeys("slope", "noise", "mu");
        double slope = number(drawn, "slope");
        assertThat(drawn.getOrDefault("mu", Tensor.of(0)).toArray()).containsExactly(slope, 2 * slope, 3 * slope);
        assertThat(MODEL.logDensity(drawn)).isFinite();
        assertThat(MODEL.samplePriorPredictive(new SplittableRandom(1))).containsOnlyKeys("slope", "noise", "y", "mu");
    }

    @Test
    void aSeedGivesTheSameDraws() {
        assertThat(texts(MODEL.samplePriorPredictive(new SplittableRandom(5))))
                .isEqualTo(texts(MODEL.samplePriorPredictive(new SplittableRandom(5))))
                .isNotEqualTo(texts(MODEL.samplePriorPredictive(new SplittableRandom(6))));
        Draws draws = new Draws(List.of(draw(1, 1), draw(2, 1)));
        assertThat(MODEL.predict(draws, 3).values("y"))
                .isDeepEqualTo(MODEL.predict(draws, 3).values("y"));
        assertThat(MODEL.predict(draws, 3).values("y")[0])
                .isNotEqualTo(MODEL.predict(draws, 4).values("y")[0]);
    }

    private static List<String> texts(Map<String, Tensor> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey()
                        + java.util.Arrays.toString(entry.getValue().toArray()))
                .toList();
    }

    @Test
    void predictionsFollowTheDraws() {
        Draws draws = new Draws(List.of(draw(1, 1e-9), draw(-2, 1e-9), draw(4, 1e-9)));
        Predictions predictions = MODEL.predict(draws, 7);
        assertThat(predictions.names()).containsExactly("y", "mu");
        assertThat(predictions.drawCount()).isEqualTo(3);
        assertThat(predictions.shape("y")).isEqualTo(Shape.of(3));
        assertThat(predictions.values("mu")).isDeepEqualTo(new double[][] {{1, 2, 3}, {-2, -4, -6}, {4, 8, 12}});
        double[][] y = predictions.values("y");
        for (int i = 0; i < 3; i++) {
            assertThat(y[i]).containsExactly(predictions.values("mu")[i], within(1e-7));
        }
        assertThat(y[0]).isNotEqualTo(predictions.values("mu")[0]);
        assertThat(predictions.mean("mu")).containsExactly(new double[] {1, 2, 3}, within(1e-12));
    }

    @Test
    void quantilesAreInterpolatedBetweenDraws() {
        Draws draws = new Draws(List.of(draw(4, 1), draw(-2, 1), draw(1, 1)));
        Predictions predictions = MODEL.predict(draws, 7);
        assertThat(predictions.quantile("mu", 0)).containsExactly(-2, -4, -6);
        assertThat(predictions.quantile("mu", 0.25)).containsExactly(-0.5, -1, -1.5);
        assertThat(predictions.quantile("mu", 0.5)).containsExactly(1, 2, 3);
        assertThat(predictions.quantile("mu", 1)).containsExactly(4, 8, 12);
        Model roots = Model.of(
                "roots",
                m -> m.deterministic("root", m.sample("slope", Normal.of(0, 1)).sqrt()));
        assertThat(roots.predict(draws, 7).quantile("root", 0)).containsOnly(Double.NaN);
        assertThat(predictions).hasToString("Predictions: 3 draws of y[3], mu[3]");
        assertThatThrownBy(() -> predictions.quantile("mu", 95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A quantile needs a probability between 0 and 1, got 95.0.");
    }

    @Test
    void predictionsOnDataOfAnotherLength() {
        Predictions predictions =
                MODEL.withData("x", new double[] {10, 20, 30, 40, 50}).predict(new Draws(List.of(draw(1, 1e-9))), 7);
        assertThat(predictions.shape("y")).isEqualTo(Shape.of(5));
        assertThat(predictions.values("y")[0]).containsExactly(new double[] {10, 20, 30, 40, 50}, within(1e-6));
    }

    @Test
    void repeatedDataArePredictedInTheirShape() {
        Model model = Model.of("repeated", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            m.observe("y", Normal.of(mu, 1), 1, 2, 3, 4);
        });
        double[] y = model.predict(new Draws(List.of(Map.of("mu", Tensor.of(100)))), 1)
                .values("y")[0];
        assertThat(y).hasSize(4).doesNotHaveDuplicates();
        assertThat(y[0]).isBetween(90.0, 110.0);
    }

    @Test
    void aSiteWithoutADrawIsDrawn() {
        Predictions predictions = MODEL.predict(new Draws(List.of(Map.of("slope", Tensor.of(1)))), 2);
        assertThat(predictions.values("mu")[0]).containsExactly(1, 2, 3);
        assertThat(predictions.values("y")[0][0]).isFinite();
    }

    @Test
    void theTermsOfTheLogLikelihoodAreThoseOfEachObservation() {
        Draws draws = new Draws(List.of(draw(1, 2), draw(-2, 1)));
        Map<String, double[][]> terms = MODEL.logLikelihoods(draws);
        assertThat(terms).containsOnlyKeys("y", "nothing");
        for (int i = 0; i < 2; i++) {
            double slope = i == 0 ? 1 : -2;
            double noise = i == 0 ? 2 : 1;
            double[] row = rows(terms, "y")[i];
            for (int k = 0; k < 3; k++) {
                assertThat(row[k]).isEqualTo(Densities.normal(5 + k, (k + 1) * slope, noise), within(1e-12));
            }
            assertThat(Arrays.stream(row).sum()).isEqualTo(MODEL.logLikelihood(draws.draw(i)), within(1e-12));
        }
        assertThat(rows(terms, "nothing")).isDeepEqualTo(new double[][] {{0}, {0}});
    }

    private static double[][] rows(Map<String, double[][]> terms, String site) {
        return terms.getOrDefault(site, new double[0][]);
    }

    /** Rows of one distribution are one term each, and a site that the draws lack cannot be left out. */
    @Test
    void termsOfVectorsAndOfMissingSites() {
        SourceLine line = new SourceLine();
        Model pairs = Model.of("pairs", m -> {
            Tensor mean = m.sample(line.here("mean"), Normal.of(0, 1).iid(2));
            m.observe("y", MvNormal.diagonal(mean, Tensor.of(1, 2)), new double[][] {{1, 2}, {3, 4}, {5, 6}});
        });
        double[] terms = rows(pairs.logLikelihoods(new Draws(List.of(Map.of("mean", Tensor.of(1, -1))))), "y")[0];
        assertThat(terms).hasSize(3);
        assertThat(terms[2]).isEqualTo(Densities.normal(5, 1, 1) + Densities.normal(6, -1, 2), within(1e-12));
        assertThatThrownBy(() -> pairs.logLikelihoods(new Draws(List.of(draw(1, 1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"mean\" (%s): a value is needed to evaluate the density. Give one under this name.",
                        line);
    }

    @Test
    void drawsOfAnotherModelAreRefused() {
        SourceLine line = new SourceLine();
        Draws others = new Draws(List.of(Map.of("tilt", Tensor.of(1), "offset", Tensor.of(1))));
        assertThatThrownBy(() -> MODEL.predict(line.here(others), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The draws have no value for any sampled site of the model \"line\" (%s). They are of"
                                + " \"offset\", \"tilt\". It reads the data \"x\"; samples \"slope\", \"noise\"; records"
                                + " \"mu\"; observes \"y\"; has the factors \"nothing\". Give draws of this model, or take"
                                + " samplePriorPredictive(...) for the prior.",
                        line);
        assertThat(MODEL.fix(Map.of("slope", 1, "noise", 1)).predict(others, 2).values("mu")[0])
                .containsExactly(1, 2, 3);
    }

    /** A loop that is longer than that of the draws goes on with values that are drawn. */
    @Test
    void elementsThatTheDrawsLackAreDrawn() {
        Model longer = Model.of("longer", m -> m.deterministic("more", m.sample("x[3]", Normal.of(100, 1))));
        Draws draws = new Draws(List.of(Map.of("x", Tensor.of(1, 2, 3))));
        assertThat(longer.predict(draws, 7).values("more")[0][0]).isGreaterThan(90);
    }

    @Test
    void anUnknownNameIsRefused() {
        Predictions predictions = MODEL.predict(new Draws(List.of(draw(1, 1))), 2);
        assertThatThrownBy(() -> predictions.values("slope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Nothing was predicted under the name \"slope\". There is: [y, mu].");
    }

    @Test
    void theResultsAreCopies() {
        Predictions predictions = MODEL.predict(new Draws(List.of(draw(1, 1))), 2);
        predictions.values("mu")[0][0] = 99;
        assertThat(predictions.values("mu")[0][0]).isEqualTo(1);
    }
}
