package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** What single samplers learn, report and refuse, beside what all must do. */
class GradientFreeSamplersTest {
    private static final GaussianDensity STRETCHED =
            new GaussianDensity(new double[] {0, 0}, new double[][] {{100, 9.9}, {9.9, 1}});

    @Test
    void robustAdaptiveMetropolisLearnsTheShapeAndTheRate() {
        RobustAdaptiveMetropolisKernel kernel = new RobustAdaptiveMetropolisKernel(STRETCHED, 0.3, 1);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        State state = kernel.start(new double[2], random);
        for (int i = 0; i < 20_000; i++) {
            state = kernel.warmup(state, i, 20_000, random);
        }
        double scale = kernel.covariance(1, 1);
        assertThat(kernel.covariance(0, 0) / scale).isBetween(70.0, 140.0);
        assertThat(kernel.covariance(0, 1) / Math.sqrt(kernel.covariance(0, 0) * scale))
                .isBetween(0.97, 1.0);
        double[] report = new double[1];
        double sum = 0;
        for (int i = 0; i < 20_000; i++) {
            state = kernel.step(state, random);
            kernel.report(report);
            sum += report[0];
        }
        assertThat(sum / 20_000).isCloseTo(0.3, within(0.03));
    }

    /** Moves of the first scale, 1, are hardly ever accepted; by the rank-one updates alone half of these runs stood still. */
    @ParameterizedTest
    @CsvSource({"1, 1e4", "1, 1e-3", "1, 1e-6", "3, 1e-3", "3, 1e-6"})
    void robustAdaptiveMetropolisFindsTheScaleInTheUsualWarmup(int dimension, double scale) {
        Chains chains = Sampling.of(
                        Target.of(GaussianDensity.standard(dimension).scaled(scale)))
                .with(RobustAdaptiveMetropolis.create())
                .draws(3_000)
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        double acceptance = Arrays.stream(chains.values("acceptance_rate"))
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElseThrow();
        assertThat(acceptance).isBetween(0.15, 0.35);
        assertThat(chains.diagnostics("q[0]").essBulk()).isGreaterThan(500);
    }

    @Test
    void slicesFindTheirWidthsFromWhateverTheyBegin() {
        GaussianDensity density = new GaussianDensity(new double[2], new double[][] {{1e4, 0}, {0, 1e-4}});
        for (double width : new double[] {0.1, 1, 100}) {
            SliceKernel kernel = new SliceKernel(density, width, 1_000_000);
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(1);
            State state = kernel.start(new double[2], random);
            for (int i = 0; i < 100; i++) {
                state = kernel.warmup(state, i, 100, random);
            }
            kernel.finishWarmup(state);
            assertThat(kernel.width(0)).isBetween(100.0, 1000.0);
            assertThat(kernel.width(1)).isBetween(0.01, 0.1);
        }
    }

    @Test
    void malaHasTheAcceptanceThatItIsTold() {
        for (double rate : new double[] {0.4, 0.574, 0.8}) {
            Chains chains = Sampling.of(Target.of(GaussianDensity.standard(10)))
                    .with(Mala.create().targetAcceptance(rate))
                    .seed(1)
                    .progress(false)
                    .report(false)
                    .run();
            assertThat(chains.mean("acceptance_rate")).isCloseTo(rate, within(0.05));
            assertThat(Arrays.stream(chains.values("step_size", 0)).distinct()).hasSize(1);
        }
    }

    @Test
    void eachWalkerOfAnEnsembleIsAChain() {
        List<Integer> heard = new ArrayList<>();
        Chains chains = Sampling.of(Target.of(STRETCHED))
                .with(Ensemble.create().walkers(5))
                .chains(3)
                .threads(1)
                .warmup(500)
                .draws(2_000)
                .seed(1)
                .onDraw((chain, draw, values, statistics) -> {
                    if (draw == 7) {
                        heard.add(chain);
                    }
                })
                .progress(false)
                .report(false)
                .run();
        assertThat(chains.chainCount()).isEqualTo(15);
        assertThat(chains.draws()).isEqualTo(2_000);
        assertThat(heard).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        assertThat(chains.values("acceptance_rate", 5)).isEqualTo(chains.values("acceptance_rate", 9));
        assertThat(chains.values("acceptance_rate", 5)).isNotEqualTo(chains.values("acceptance_rate", 4));
        assertThat(chains.standardDeviation("q[0]")).isCloseTo(10, within(0.6));
        for (int draw = 0; draw < 50; draw++) {
            assertThat(chains.values("lp", 12)[draw]).isEqualTo(STRETCHED.logDensity(chains.draw(12, draw, "q")));
        }
    }

    /** A chain of the smooth prior alone, and one with data, against the conjugate posterior. */
    @Test
    void ellipsesAreFoundForPriorsThatAreGaussianAllTogether() {
        Model model = Model.of("levels", m -> {
            Tensor level = m.sample("level", Normal.of(100, 20));
            Tensor slope = m.sample("slope", MvNormal.of(new double[] {1, 2}, new double[][] {{2, 1}, {1, 3}}));
            Tensor next = m.sample("next", Normal.of(level.times(0.5).plus(slope.at(0)), 0.01));
            m.observe("y", Normal.of(next.plus(slope.at(1)), 5), 40.0);
        });
        // The observed sum is normal with mean 53, and variance 0.25 400 + 2 + 3 + 2 + 0.0001 + 25.
        double variance = 100 + 2 + 3 + 2 + 1e-4 + 25;
        double gain = 0.5 * 400 / variance;
        Chains chains = Sampling.of(model)
                .with(EllipticalSlice.create())
                .draws(10_000)
                .warmup(100)
                .seed(1)
                .progress(false)
                .run();
        PosteriorCheck check = new PosteriorCheck(
                chains,
                List.of(
                        Exact.mean("level", 100 + gain * (40 - 53)),
                        Exact.standardDeviation("level", Math.sqrt(400 - gain * 0.5 * 400)),
                        Exact.mean("slope[1]", 2 + 4 / variance * (40 - 53)),
                        Exact.standardDeviation("slope[1]", Math.sqrt(3 - 16 / variance))));
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
        assertThat(chains.mean("n_evaluations")).isLessThan(6);
    }

    @Test
    void priorsThatAreNotGaussianAreRefusedByName() {
        Model scale = Model.of("scale", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            m.observe("y", Normal.of(mu, sigma), 1.0);
        });
        refused(
                () -> EllipticalSlice.create().kernel(Target.of(scale)),
                "EllipticalSlice needs a Gaussian prior, but that of \"sigma\" is none: its log density is not quadratic in"
                        + " the unconstrained coordinates. Give it normal sites, on a log scale perhaps, or use Nuts or"
                        + " Slice.");
        Model product = Model.of("product", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            m.sample("theta", Normal.of(mu.square(), 1));
        });
        assertThatThrownBy(() -> EllipticalSlice.create().kernel(Target.of(product)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("EllipticalSlice needs a Gaussian prior, but that of ");
        Model scales = Model.of("scales", m -> {
            m.sample("x", Normal.of(1e6, 1e-3));
            m.sample("y", Normal.of(0, 1));
            m.sample("z", Gamma.of(2, 1));
        });
        refused(
                () -> EllipticalSlice.create().kernel(Target.of(scales)),
                "EllipticalSlice needs a Gaussian prior, but that of \"z\" is none: its log density is not quadratic in the"
                        + " unconstrained coordinates. Give it normal sites, on a log scale perhaps, or use Nuts or Slice.");
        refused(
                () -> EllipticalSlice.create().kernel(Target.of(STRETCHED)),
                "EllipticalSlice needs a Gaussian prior, but that of a hand-written density is not known. Say which"
                        + " Gaussian to use: EllipticalSlice.of(mean, standardDeviation).");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        refused(() -> Slice.create().width(0), "The width of slice sampling must be finite and > 0, got 0.0.");
        refused(() -> Slice.create().maxSteps(0), "Slice sampling needs at least 1 step out, got 0.");
        refused(
                () -> Mala.create().targetAcceptance(1),
                "The target acceptance of MALA must be between 0 and 1, both excluded, got 1.0.");
        refused(
                () -> RobustAdaptiveMetropolis.create().targetAcceptance(0),
                "The target acceptance of robust adaptive Metropolis must be between 0 and 1, both excluded, got 0.0.");
        refused(
                () -> RobustAdaptiveMetropolis.create().initialScale(-1),
                "The first scale of robust adaptive Metropolis must be finite and > 0, got -1.0.");
        refused(
                () -> EllipticalSlice.of(0, -1),
                "The standard deviation of elliptical slice sampling must be finite and > 0, got -1.0.");
        refused(
                () -> EllipticalSlice.of(Double.NaN, 1),
                "The mean of elliptical slice sampling must be finite, got NaN.");
        refused(() -> Ensemble.create().walkers(2), "An ensemble needs at least 3 walkers, got 2.");
        refused(() -> Ensemble.create().stretch(1), "The stretch of an ensemble must be finite and > 1, got 1.0.");
        refused(() -> Ensemble.create().spread(0), "The spread of an ensemble must be finite and > 0, got 0.0.");
        refused(
                () -> Ensemble.create().walkers(5).kernel(Target.of(GaussianDensity.standard(4))),
                "An ensemble of 5 walkers does not reach all of 4 unconstrained coordinates: give it at least 6 with"
                        + " walkers(...).");
    }

    @Test
    void samplersSayHowTheyWereMade() {
        assertThat(Slice.create().width(2).maxSteps(7)).hasToString("Slice.create().width(2.0).maxSteps(7)");
        assertThat(Mala.create().targetAcceptance(0.7)).hasToString("Mala.create().targetAcceptance(0.7)");
        assertThat(RobustAdaptiveMetropolis.create().targetAcceptance(0.44).initialScale(3))
                .hasToString("RobustAdaptiveMetropolis.create().targetAcceptance(0.44).initialScale(3.0)");
        assertThat(Ensemble.create().walkers(9).stretch(3).spread(1))
                .hasToString("Ensemble.create().walkers(9).stretch(3.0).spread(1.0)");
        assertThat(EllipticalSlice.create()).hasToString("EllipticalSlice.create()");
        assertThat(EllipticalSlice.of(1, 2)).hasToString("EllipticalSlice.of(1.0, 2.0)");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
