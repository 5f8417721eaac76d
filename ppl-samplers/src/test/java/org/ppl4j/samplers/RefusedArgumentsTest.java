package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.ChainRecorder;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.HeidelbergerWelch;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.LogDensity;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;

/** Null, which names the method called and the user's line, and numbers that mean nothing. */
@SuppressWarnings({"NullAway", "CheckReturnValue"})
class RefusedArgumentsTest {
    private static final Model MODEL = Model.of("normal", m -> m.sample("x", Normal.of(0, 1)));

    @Test
    void hamiltonianSamplersRefuseNull() {
        refused(() -> Nuts.create().metric((MetricType) null), "Nuts.metric", "type");
        refused(() -> Nuts.create().metric((Metric) null), "Nuts.metric", "metric");
        refused(() -> Nuts.create().integrator(null), "Nuts.integrator", "integrator");
        refused(() -> Nuts.create().refreshment(null), "Nuts.refreshment", "other");
        refused(() -> Nuts.create().adaptation(null), "Nuts.adaptation", "adaptation");
        refused(() -> Hmc.of(0.1, (TrajectoryLength) null), "Hmc.of", "length");
        refused(() -> Hmc.of(0.1, 5).integrator(null), "Hmc.integrator", "integrator");
        refused(() -> Hmcda.of(1).adaptation(null), "Hmcda.adaptation", "adaptation");
    }

    @Test
    void otherSamplersRefuseNull() {
        SitewiseMetropolis sitewise = SitewiseMetropolis.create();
        refused(() -> Metric.diagonal((double[]) null), "Metric.diagonal", "variances");
        refused(() -> Metric.dense(null), "Metric.dense", "covariance");
        refused(() -> Metric.dense(new double[][] {{1}, null}), "Metric.dense", "covariance[1]");
        refused(() -> Metric.lowRank(null, new double[0][], new double[0]), "Metric.lowRank", "scales");
        refused(() -> Metric.lowRank(new double[1], null, new double[0]), "Metric.lowRank", "directions");
        refused(() -> Metric.lowRank(new double[1], new double[0][], null), "Metric.lowRank", "variances");
        refused(() -> RandomWalkMetropolis.of(null), "RandomWalkMetropolis.of", "scales");
        refused(() -> RandomWalkMetropolis.of(1).scale(null, 1), "RandomWalkMetropolis.scale", "variable");
        refused(() -> MetropolisHastings.of(null), "MetropolisHastings.of", "proposal");
        refused(() -> sitewise.propose("mu", null), "SitewiseMetropolis.propose", "proposal");
        refused(() -> sitewise.from("mu", (Distribution) null), "SitewiseMetropolis.from", "distribution");
        refused(() -> sitewise.walk(null, 1), "SitewiseMetropolis.walk", "site");
        refused(() -> sitewise.wholeNumbers(null, 1), "SitewiseMetropolis.wholeNumbers", "site");
    }

    @Test
    void runsAndCalibrationsRefuseNull() {
        Sampling sampling = Sampling.of(MODEL);
        refused(() -> Sampling.of((Target) null), "Sampling.of", "target");
        refused(() -> Target.of((Model) null), "Target.of", "model");
        refused(() -> Target.of((LogDensity) null), "Target.of", "density");
        refused(() -> Target.of(GaussianDensity.standard(1), null), "Target.of", "variables");
        refused(() -> InitialPoints.lastOf(null), "InitialPoints.lastOf", "chains");
        refused(() -> sampling.with(null), "Sampling.with", "sampler");
        refused(() -> sampling.initial((InitialPoints) null), "Sampling.initial", "points");
        refused(() -> sampling.initial(new double[1], null), "Sampling.initial", "positions[1]");
        Calibration calibration = Calibration.of(MODEL);
        refused(() -> Calibration.of(null), "Calibration.of", "model");
        refused(() -> calibration.with(null), "Calibration.with", "sampler");
        refused(() -> calibration.fitting(null), "Calibration.fitting", "other");
        refused(() -> calibration.quantity("x", null), "Calibration.quantity", "quantity");
        refused(() -> calibration.quantity(null, TestQuantity.logLikelihood()), "Calibration.quantity", "name");
    }

    @Test
    void chainsRefuseNull() {
        Chains chains =
                Chains.of(List.of(new ChainRecorder(List.of(Variable.scalar("x")), List.of("lp"), 0)), true, List.of());
        refused(() -> chains.mean(null), "ChainEstimates.mean", "name");
        refused(() -> chains.values(null), "ChainDraws.values", "name");
        refused(() -> chains.summary((String) null), "ChainEstimates.summary", "name");
        refused(() -> chains.select((String[]) null), "Chains.select", "names");
        refused(() -> chains.select((String) null), "Chains.select", "name");
        refused(() -> Chains.readCsv(null), "Chains.readCsv", "file");
        refused(() -> chains.writeCsv(null), "Chains.writeCsv", "file");
    }

    @Test
    void aMetricHasFiniteNumbers() {
        assertThatThrownBy(() -> Metric.dense(new double[][] {{1, Double.NaN}, {0, 1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The covariance of a metric must be finite, got NaN in row 0 and column 1.");
    }

    @Test
    void theHalfWidthOfAChainIsPositiveAndItsPValueAProbability() {
        double[] chain = new double[100];
        assertThatThrownBy(() -> HeidelbergerWelch.of(chain, -1, 0.05))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The accuracy of the Heidelberger-Welch diagnostic must be > 0, got -1.0.");
        assertThatThrownBy(() -> HeidelbergerWelch.of(chain, 0.1, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The significance of the Heidelberger-Welch diagnostic must be between 0 and 1, both excluded,"
                                + " got 5.0.");
    }

    private static void refused(ThrowingCallable call, String method, String argument) {
        assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .message()
                .matches(java.util.regex.Pattern.quote(method)
                        + " \\(RefusedArgumentsTest.java:[0-9]+\\): the argument \""
                        + java.util.regex.Pattern.quote(argument) + "\" is null. Assign it before this line\\.");
    }
}
