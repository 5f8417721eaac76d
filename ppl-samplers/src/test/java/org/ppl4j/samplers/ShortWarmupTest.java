package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Finding;

/** Runs whose warm-up taught the sampler little or nothing: chains move all the same, and what is advised is a warm-up. */
class ShortWarmupTest {

    /** Twenty coordinates, with standard deviations from 0.01 to 100. */
    private static GaussianDensity scales() {
        double[][] covariance = new double[20][20];
        for (int i = 0; i < 20; i++) {
            covariance[i][i] = Math.pow(10, 2 * (-2 + 4.0 * i / 19));
        }
        return new GaussianDensity(new double[20], covariance);
    }

    private static Sampling sampling(int warmup) {
        return Sampling.of(Target.of(scales()))
                .with(Nuts.create())
                .warmup(warmup)
                .draws(200)
                .report(false)
                .progress(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 6, 10, 19})
    void allChainsMove(int warmup) {
        for (long seed = 1; seed <= 5; seed++) {
            Chains chains = sampling(warmup).seed(seed).run();
            for (int chain = 0; chain < chains.chainCount(); chain++) {
                assertThat(Arrays.stream(chains.values("acceptance_rate", chain))
                                .average()
                                .orElseThrow())
                        .as("chain %d of seed %d", chain, seed)
                        .isGreaterThan(0.1);
            }
        }
    }

    /** The last metric comes when 2 to 9 steps are left, after which step sizes are adapted from ten times the first. */
    @ParameterizedTest
    @ValueSource(ints = {20, 21, 25, 30, 40, 99})
    void noChainFreezesAfterAShortLastPhase(int warmup) {
        assertThat(leastDistinct(Nuts.create().adaptation(Adaptation.WINDOWS), warmup))
                .isGreaterThan(50);
        assertThat(leastDistinct(Hmcda.of(1.5).metric(MetricType.DIAGONAL), warmup))
                .isGreaterThan(50);
    }

    @Test
    void noChainFreezesWithoutAnAdaptation() {
        Metric exact = Metric.diagonal(1, 1, 1);
        for (Sampler sampler : new Sampler[] {
            Nuts.create(),
            Nuts.create().metric(exact),
            Hmcda.of(1.5),
            Hmcda.of(1.5).metric(exact)
        }) {
            Sampler still = sampler instanceof Nuts nuts
                    ? nuts.adaptation(Adaptation.NONE)
                    : ((Hmcda) sampler).adaptation(Adaptation.NONE);
            assertThat(leastDistinct(still, 0)).isGreaterThan(50);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 19})
    void theLangevinAlgorithmMoves(int warmup) {
        assertThat(leastDistinct(Mala.create(), warmup)).isGreaterThan(50);
    }

    /** Returns how many different draws of 300 the chain has that has the fewest. */
    private static long leastDistinct(Sampler sampler, int warmup) {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(3)))
                .with(sampler)
                .chains(40)
                .warmup(warmup)
                .draws(300)
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        return Arrays.stream(chains.values("q[0]"))
                .mapToLong(chain -> Arrays.stream(chain).distinct().count())
                .min()
                .orElseThrow();
    }

    /** That chains have not mixed, and long trajectories, come of the unit metric: nothing is said of the model. */
    @Test
    void aWarmupIsAdvised() {
        assertThat(sampling(0).seed(1).run().report())
                .hasToString(
                        "There was no warm-up: chains find their place in it, and the sampler learns how to move. Ask for one"
                                + " of 1,000 steps with warmup(1_000), or leave warmup(...) out.\n"
                                + "R-hat is above 1.015 for 9 of 21 numbers, the worst being q[18] (1.37), q[17] (1.29) and q[19] (1.28):"
                                + " the chains have not mixed. See first to the warm-up.\n"
                                + "733 of 800 draws reached the maximum tree depth of 10 before their trajectories turned, which makes"
                                + " draws costly and dependent, not wrong. See first to the warm-up.\n");
    }

    @Test
    void itIsAdvisedAfterAShortOneToo() {
        assertThat(firstOf(sampling(1)))
                .isEqualTo(
                        "The warm-up had only 1 step: chains find their place in it, and the sampler learns how to move. Ask"
                                + " for one of 1,000 steps with warmup(1_000), or leave warmup(...) out.");
        assertThat(firstOf(sampling(6)))
                .isEqualTo(
                        "The warm-up had only 6 steps: chains find their place in it, and the sampler learns how to move. Ask"
                                + " for one of 1,000 steps with warmup(1_000), or leave warmup(...) out.");
        assertThat(sampling(20).seed(2).run().report().findings())
                .isNotEmpty()
                .extracting(Finding::kind)
                .doesNotContain(Finding.Kind.WARMUP);
    }

    @Test
    void nothingIsSaidWhereAllIsWellOrNothingIsAdapted() {
        Sampling normal = Sampling.of(Target.of(GaussianDensity.standard(3)))
                .with(Nuts.create())
                .warmup(0)
                .draws(1000)
                .seed(1)
                .report(false);
        assertThat(normal.run().report().lines())
                .containsExactly("No problems found in 4,000 draws of 3 numbers in 4 chains.");
        Chains stuck = normal.with(Hmc.of(50, 1)).chains(2).run();
        assertThat(stuck.report().findings())
                .isNotEmpty()
                .extracting(Finding::kind)
                .doesNotContain(Finding.Kind.WARMUP);
    }

    /** A step size that a search found is looked at before it is used, whether the sampler adapts or not. */
    @Test
    void aStepSizeThatWasSearchedIsLookedAt() {
        GaussianDensity density = scales();
        double searched =
                new StepSizeSearch(density).search(GradientState.at(farOut(), density), new UnitMetric(), 1, random());
        for (Adaptation adaptation : Adaptation.values()) {
            double reduced = firstStepSize(Nuts.create().adaptation(adaptation));
            assertThat(reduced).isLessThan(searched);
            assertThat(Math.log(searched / reduced) / Math.log(2) % 1).isZero();
        }
        assertThat(firstStepSize(Hmc.of(0.5, 3).adaptation(Adaptation.FISHER))).isEqualTo(0.5);
    }

    /** Far out where it is wide, so that a step that is too large for where it is narrow gains more than it loses there. */
    private static double[] farOut() {
        double[] position = new double[20];
        position[19] = 1e11;
        return position;
    }

    private static double firstStepSize(Sampler sampler) {
        Kernel kernel = sampler.kernel(Target.of(scales()));
        RandomGenerator random = random();
        kernel.step(kernel.start(farOut(), random), random);
        double[] report = new double[kernel.statistics().size()];
        kernel.report(report);
        return report[kernel.statistics().indexOf("step_size")];
    }

    private static String firstOf(Sampling sampling) {
        return sampling.seed(1).run().report().lines().get(0);
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    }
}
