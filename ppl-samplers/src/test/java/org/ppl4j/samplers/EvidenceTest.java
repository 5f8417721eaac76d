package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.InverseGamma;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** The log joint density less the log density of a known posterior is the log evidence, wherever both are taken. */
class EvidenceTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    @Test
    void ofGdemo() {
        Model posterior = normalInverseGamma(3, 49.0 / 12, 7.0 / 6, 3);
        for (double s : new double[] {0.1, 1, 7}) {
            for (double mean : new double[] {-2, 0, 1.5}) {
                assertEvidence("gdemo:", ConjugateModels.gdemo(), posterior, Map.of("s", s, "m", mean));
            }
        }
    }

    @Test
    void ofTwoComponents() {
        Map<String, Object> at = Map.of("s", new double[] {0.7, 3}, "m", new double[] {1, -1});
        double posterior = normalInverseGamma(2.5, 57.0 / 16, 0.75, 2).logDensity(Map.of("s", 0.7, "m", 1))
                + normalInverseGamma(2.5, 4, 1, 2).logDensity(Map.of("s", 3, "m", -1));
        double expected = ExactTable.quantity("DynamicPPL demo (component 1)", "log evidence")
                + ExactTable.quantity("DynamicPPL demo (component 2)", "log evidence");
        assertThat(ConjugateModels.twoComponents().logDensity(at) - posterior).isCloseTo(expected, ROUNDING);
    }

    @Test
    void ofBetaBinomials() {
        for (double theta : new double[] {0.01, 0.5, 0.97}) {
            Map<String, Object> at = Map.of("theta", theta);
            assertEvidence(
                    "theta~Beta(1.0,1.0)",
                    ConjugateModels.betaBinomial(1, 1, 10, 7),
                    Model.of("posterior", m -> m.sample("theta", Beta.of(8, 4))),
                    at);
            assertEvidence(
                    "theta~Beta(2.0,5.0)",
                    ConjugateModels.betaBinomial(2, 5, 40, 3),
                    Model.of("posterior", m -> m.sample("theta", Beta.of(5, 42))),
                    at);
            assertEvidence(
                    "theta~Beta(0.5,0.5)",
                    ConjugateModels.betaBinomial(0.5, 0.5, 5, 5),
                    Model.of("posterior", m -> m.sample("theta", Beta.of(5.5, 0.5))),
                    at);
        }
    }

    @Test
    void ofGammaPoisson() {
        Model posterior = Model.of("posterior", m -> m.sample("lambda", Gamma.of(21, 7.5)));
        assertEvidence("lambda~", ConjugateModels.gammaPoisson(), posterior, Map.of("lambda", 2.2));
    }

    @Test
    void ofDirichletCounts() {
        Model posterior = Model.of("posterior", m -> m.sample("p", Dirichlet.of(5, 2, 10, 2.5)));
        Map<String, Object> at = Map.of("p", new double[] {0.1, 0.2, 0.3, 0.4});
        assertEvidence("p~Dirichlet", ConjugateModels.dirichletCounts(), posterior, at);
    }

    @Test
    void ofTheRegression() {
        // The design is centred, so the posterior of the coefficients given s2 is independent.
        double[] x = ConjugateModels.REGRESSION_X;
        double[] y = ConjugateModels.REGRESSION_Y;
        double precision0 = 9 + 1.0 / 100;
        double precision1 = Tensor.of(x).square().sum().doubleValue() + 1.0 / 25;
        double mean0 = Tensor.of(y).sum().doubleValue() / precision0;
        double mean1 = Tensor.of(x).dot(Tensor.of(y)).doubleValue() / precision1;
        double residual =
                Tensor.of(y).square().sum().doubleValue() - precision0 * mean0 * mean0 - precision1 * mean1 * mean1;
        Model posterior = Model.of("posterior", m -> {
            Tensor s2 = m.sample("s2", InverseGamma.of(3 + 4.5, 2 + residual / 2));
            m.sample("b0", Normal.of(mean0, s2.dividedBy(precision0).sqrt()));
            m.sample("b1", Normal.of(mean1, s2.dividedBy(precision1).sqrt()));
        });
        assertEvidence("s2~", ConjugateModels.regression(), posterior, Map.of("s2", 0.4, "b0", 0.7, "b1", 3));
    }

    /** The joint density of states and data, and the density of the data alone, by their covariance matrices. */
    @Test
    void ofTheAutoregression() {
        int steps = ConjugateModels.SERIES.length;
        double[][] covariance = new double[2 * steps][2 * steps];
        double[][] ofTheData = new double[steps][steps];
        double variance = 1;
        for (int t = 0; t < steps; t++) {
            double along = variance;
            for (int u = t; u < steps; u++) {
                double noise = u == t ? 0.64 : 0;
                set(covariance, t, u, along);
                set(covariance, t, steps + u, along);
                set(covariance, u, steps + t, along);
                set(covariance, steps + t, steps + u, along + noise);
                set(ofTheData, t, u, along + noise);
                along *= 0.9;
            }
            variance = 0.81 * variance + 0.25;
        }
        Model joint = Model.of("joint", m -> m.sample("all", MvNormal.of(Tensor.filled(0, 2 * steps), covariance)));
        Model data = Model.of("data", m -> m.sample("y", MvNormal.of(Tensor.filled(0, steps), ofTheData)));

        Map<String, Object> states = new HashMap<>();
        double[] all = new double[2 * steps];
        for (int t = 0; t < steps; t++) {
            all[t] = Math.sin(t);
            all[steps + t] = ConjugateModels.SERIES[t];
            states.put("x_" + (t + 1), all[t]);
        }
        assertThat(ConjugateModels.autoregression().logDensity(states))
                .isCloseTo(joint.logDensity(Map.of("all", all)), within(1e-11));
        assertThat(data.logDensity(Map.of("y", ConjugateModels.SERIES)))
                .isCloseTo(ExactTable.quantity("x_1~", "log evidence"), ROUNDING);
    }

    @Test
    void ofTheGaussianProcess() {
        Model model = ConjugateModels.gaussianProcess();
        double expected = ExactTable.quantity("GP", "log marginal likelihood");
        assertThat(model.logDensity(Map.of())).isCloseTo(expected, ROUNDING);
        assertThat(model.density().dimension()).isZero();
        assertThat(model.density().logDensity(new double[0])).isCloseTo(expected, ROUNDING);
    }

    @Test
    void ofAModelThatSamplesNothing() {
        Model model = Model.of("nothing sampled", m -> m.observe("y", Bernoulli.of(0.5), 1, 1));
        assertThat(model.logDensity(Map.of())).isCloseTo(-2 * Math.log(2), ROUNDING);
    }

    @Test
    void gdemoIsLargestWhereItShouldBe() {
        double s = ExactTable.quantity("gdemo MAP", "s");
        double mean = ExactTable.quantity("gdemo MAP", "m");
        Model model = ConjugateModels.gdemo();
        double largest = model.logDensity(Map.of("s", s, "m", mean));
        for (double step : List.of(-1e-3, 1e-3)) {
            assertThat(model.logDensity(Map.of("s", s + step, "m", mean))).isLessThan(largest);
            assertThat(model.logDensity(Map.of("s", s, "m", mean + step))).isLessThan(largest);
        }
        double slope =
                model.logDensity(Map.of("s", s + 1e-5, "m", mean)) - model.logDensity(Map.of("s", s - 1e-5, "m", mean));
        assertThat(slope / 2e-5).isCloseTo(0, within(1e-8));
    }

    private static void assertEvidence(String start, Model model, Model posterior, Map<String, Object> at) {
        assertThat(model.logDensity(at) - posterior.logDensity(at))
                .isCloseTo(ExactTable.quantity(start, "log evidence"), ROUNDING);
        double[] position = model.density().unconstrain(at);
        assertThat(model.density().logDensity(position)
                        - posterior.density().logDensity(posterior.density().unconstrain(at)))
                .isCloseTo(ExactTable.quantity(start, "log evidence"), ROUNDING);
    }

    private static Model normalInverseGamma(double shape, double scale, double mean, double weight) {
        return Model.of("posterior", m -> {
            Tensor s = m.sample("s", InverseGamma.of(shape, scale));
            m.sample("m", Normal.of(mean, s.dividedBy(weight).sqrt()));
        });
    }

    private static void set(double[][] matrix, int row, int column, double value) {
        matrix[row][column] = value;
        matrix[column][row] = value;
    }
}
