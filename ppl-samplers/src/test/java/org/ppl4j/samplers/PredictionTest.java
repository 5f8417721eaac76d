package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Draw;
import org.ppl4j.chains.Variable;
import org.ppl4j.distribution.InverseGamma;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.Predictions;
import org.ppl4j.tensor.Tensor;

/** What models say of new data, and of the draws themselves, given chains. */
class PredictionTest {
    private static final int CHAINS = 4;

    private static Model regression() {
        return regression(ConjugateModels.REGRESSION_X);
    }

    private static Model regression(double[] places) {
        return Model.of("regression", m -> {
            Tensor x = m.data("x", places);
            Tensor s2 = m.sample("s2", InverseGamma.of(3, 2));
            Tensor b0 = m.sample("b0", Normal.of(0, s2.times(100).sqrt()));
            Tensor b1 = m.sample("b1", Normal.of(0, s2.times(25).sqrt()));
            Tensor mean = m.deterministic("mean", x.times(b1).plus(b0));
            m.observe("y", Normal.of(mean, s2.sqrt()), ConjugateModels.REGRESSION_Y);
        });
    }

    /** Given m and s, the two new values are independent; over the posterior their covariance is that of m. */
    @Test
    void gdemoPredictsTheStudentDistribution() {
        Model model = ConjugateModels.gdemo();
        Chains chains =
                new Posterior(model, Hmc.of(0.25, 6), List.of()).sample(7).thin(2);
        Predictions predictions = model.predict(chains, 8);
        assertThat(predictions.names()).containsExactly("x");
        assertThat(predictions.shape("x")).isEqualTo(Shape.of(2));
        assertThat(predictions.drawCount()).isEqualTo(chains.drawCount());

        // Six degrees of freedom, location 7/6, squared scale 49/12 * (1 + 1/3) / 3.
        double mean = 7.0 / 6;
        double variance = 49.0 / 12 * 4 / 9 * 6 / 4;
        double varianceOfTheMean = Math.pow(ExactTable.quantity("gdemo:", "sd m"), 2);
        Function<String, double[][]> values = number -> switch (number) {
            case "first" -> byChain(predictions.values("x"), row -> row[0]);
            case "second" -> byChain(predictions.values("x"), row -> row[1]);
            default -> byChain(predictions.values("x"), row -> row[0] * row[1]);
        };
        double upper = mean + new TDistribution(6).inverseCumulativeProbability(0.95) * Math.sqrt(49.0 / 12 * 4 / 9);
        PosteriorCheck check = new PosteriorCheck(
                values,
                List.of(
                        Exact.mean("first", mean),
                        Exact.standardDeviation("first", Math.sqrt(variance)),
                        Exact.quantile("first", 0.95, upper),
                        Exact.mean("second", mean),
                        Exact.standardDeviation("second", Math.sqrt(variance)),
                        Exact.mean("product", varianceOfTheMean + mean * mean)));
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
        double[] means = predictions.mean("x");
        assertThat(means[0]).isCloseTo(mean, within(0.05));
        assertThat(means[1]).isCloseTo(mean, within(0.05));
    }

    @Test
    void aRegressionPredictsAtNewPlacesOfAnotherNumber() {
        Model model = regression();
        Chains chains =
                new Posterior(model, Hmc.of(0.08, 5), List.of()).sample(9).thin(4);
        double[] places = {2, -0.5, 0};
        Predictions predictions = model.withData("x", places).predict(chains, 10);
        assertThat(predictions.names()).containsExactly("y", "mean");
        assertThat(predictions.shape("y")).isEqualTo(Shape.of(3));
        assertThat(predictions.shape("mean")).isEqualTo(Shape.of(3));

        double b0 = ExactTable.quantity("s2~", "mean b0");
        double b1 = ExactTable.quantity("s2~", "mean b1");
        double s2 = ExactTable.quantity("s2~", "mean s2");
        double variance0 = Math.pow(ExactTable.quantity("s2~", "sd b0"), 2);
        double variance1 = Math.pow(ExactTable.quantity("s2~", "sd b1"), 2);
        List<Exact> answers = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            double mean = b0 + b1 * places[i];
            double variance = variance0 + variance1 * places[i] * places[i];
            answers.add(Exact.mean("mean" + i, mean));
            answers.add(Exact.standardDeviation("mean" + i, Math.sqrt(variance)));
            answers.add(Exact.mean("y" + i, mean));
            answers.add(Exact.standardDeviation("y" + i, Math.sqrt(variance + s2)));
        }
        PosteriorCheck check = new PosteriorCheck(
                number -> {
                    int i = number.charAt(number.length() - 1) - '0';
                    return byChain(predictions.values(number.substring(0, number.length() - 1)), row -> row[i]);
                },
                answers);
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
    }

    @Test
    void aSeedGivesTheSamePredictions() {
        Model model = regression();
        Chains chains = shortRun(model);
        double[][] values = model.predict(chains, 1).values("y");
        assertThat(model.predict(chains, 1).values("y")).isDeepEqualTo(values);
        assertThat(model.predict(chains, 2).values("y")[0]).isNotEqualTo(values[0]);
    }

    /** Models that share compiled code keep data of their own. */
    @Test
    void otherDataGiveTheDensityOfAModelBuiltWithThem() {
        double[] position = {0.3, -1, 2};
        Model model = regression();
        double before = model.density().logDensity(position);
        for (double factor : new double[] {-1, 3}) {
            double[] places = Arrays.stream(ConjugateModels.REGRESSION_X)
                    .map(x -> factor * x)
                    .toArray();
            double[] gradient = new double[3];
            double[] expected = new double[3];
            double logDensity = model.withData("x", places).density().logDensityAndGradient(position, gradient);
            assertThat(logDensity)
                    .isEqualTo(regression(places).density().logDensityAndGradient(position, expected))
                    .isNotEqualTo(before);
            assertThat(gradient).isEqualTo(expected);
        }
        assertThat(model.density().logDensity(position)).isEqualTo(before);
    }

    @Test
    void deterministicValuesAreRecordedWithTheirShape() {
        Chains chains = shortRun(regression());
        assertThat(chains.variables())
                .containsExactly(
                        Variable.scalar("s2"), Variable.scalar("b0"), Variable.scalar("b1"), Variable.of("mean", 9));
        for (int i = 0; i < chains.drawCount(); i++) {
            Map<String, Tensor> draw = chains.draw(i);
            double[] expected = Tensor.of(ConjugateModels.REGRESSION_X)
                    .times(tensor(draw, "b1"))
                    .plus(tensor(draw, "b0"))
                    .toArray();
            assertThat(tensor(draw, "mean").shape()).isEqualTo(Shape.of(9));
            assertThat(tensor(draw, "mean").toArray()).containsExactly(expected, within(1e-15));
        }
    }

    /** In model space, without the Jacobian. */
    @Test
    void theLogDensityOfTheChainsIsThatOfTheModel() {
        Model model = regression();
        Chains chains = shortRun(model);
        double[] lp = Arrays.stream(chains.values("lp"))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertThat(lp).hasSize(chains.drawCount());
        int best = 0;
        for (int i = 0; i < lp.length; i++) {
            assertThat(lp[i]).isCloseTo(model.logDensity(chains.draw(i)), within(1e-11));
            best = lp[i] > lp[best] ? i : best;
        }
        Draw found = chains.findmax("lp");
        assertThat(found.value()).isEqualTo(lp[best]);
        assertThat(found.chain() * chains.draws() + found.index()).isEqualTo(best);
        assertThat(found.value("b1"))
                .containsExactly(tensor(chains.draw(best), "b1").doubleValue());
    }

    /** A draw can be a start, with its deterministic values or without. */
    @Test
    void aDrawHasUnconstrainedCoordinates() {
        Model model = regression();
        Map<String, Tensor> draw = shortRun(model).draw(3);
        double[] position = model.density().unconstrain(draw);
        assertThat(position[0]).isCloseTo(Math.log(tensor(draw, "s2").doubleValue()), within(1e-14));
        assertThat(model.density().components(position).logJoint()).isCloseTo(model.logDensity(draw), within(1e-11));
        assertThatThrownBy(() -> model.logDensity(Map.of("s2", 1, "b0", 1, "b1", 1, "b2", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("The model \"regression\" has no sampled site \"b2\" to give a value to"
                        + " \\(PredictionTest.java:[0-9]+\\). It reads the data \"x\"; samples \"s2\", \"b0\", \"b1\"; records"
                        + " \"mean\"; observes \"y\"\\.");
    }

    @Test
    void aDrawThatDoesNotExistIsRefused() {
        Chains chains = shortRun(regression());
        for (int index : new int[] {-1, 80}) {
            assertThatThrownBy(() -> chains.draw(index))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage(
                            "Draw " + index + " does not exist: the chains have 80 draws together, counted from 0.");
        }
    }

    private static Chains shortRun(Model model) {
        return Sampling.of(model)
                .with(Hmc.of(0.08, 5))
                .chains(CHAINS)
                .warmup(50)
                .draws(20)
                .seed(3)
                .progress(false)
                .run();
    }

    private static Tensor tensor(Map<String, Tensor> draw, String name) {
        return Objects.requireNonNull(draw.get(name));
    }

    /** Splits predictions into those of each chain. */
    private static double[][] byChain(double[][] rows, ToDoubleFunction<double[]> value) {
        int length = rows.length / CHAINS;
        double[][] chains = new double[CHAINS][length];
        for (int i = 0; i < rows.length; i++) {
            chains[i / length][i % length] = value.applyAsDouble(rows[i]);
        }
        return chains;
    }
}
