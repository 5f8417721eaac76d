package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Finding;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** The No-U-Turn sampler as a whole: what it adapts to, what it finds, and what it says of its troubles. */
class NutsTest {

    @ParameterizedTest
    @CsvSource({
        "UNIT, 0.6",
        "UNIT, 0.8",
        "UNIT, 0.95",
        "DIAGONAL, 0.6",
        "DIAGONAL, 0.8",
        "DIAGONAL, 0.95",
        "LOW_RANK, 0.8"
    })
    void warmsUpToTheTargetAcceptance(MetricType metric, double rate) {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(50)))
                .with(Nuts.create().targetAcceptance(rate).metric(metric))
                .chains(2)
                .seed(1)
                .run();
        assertThat(chains.warnings()).isEmpty();
        for (int chain = 0; chain < 2; chain++) {
            assertThat(mean(chains.values("acceptance_rate", chain))).isCloseTo(rate, within(0.05));
            assertThat(Arrays.stream(chains.values("step_size", chain)).distinct())
                    .hasSize(1);
        }
    }

    /** One trajectory in five: of 2000, 400 with a standard deviation of 18. */
    @Test
    void ofManyCoordinatesSomeTrajectoriesHaveHalfTheStepSize() {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(101)))
                .chains(1)
                .draws(2000)
                .seed(3)
                .run();
        double[] sizes = chains.values("step_size", 0);
        double usual = Arrays.stream(sizes).max().orElseThrow();
        assertThat(Arrays.stream(sizes).distinct()).containsExactlyInAnyOrder(usual, usual / 2);
        assertThat(Arrays.stream(sizes).filter(size -> size < usual).count()).isBetween(328L, 472L);
    }

    /**
     * Scales from a thousandth to a thousand. The regularisation of the variances adds up to 1e-5, ten times that of the
     * first coordinate: trajectories are longer by about its root, 3.3, and not by the million of the scales.
     */
    @Test
    void learnsTheScaleOfEachCoordinate() {
        GaussianDensity density = new GaussianDensity(
                new double[] {0.002, -5, 4000}, new double[][] {{1e-6, 0, 0}, {0, 1, 0}, {0, 0, 1e6}});
        Chains chains = Sampling.of(Target.of(density)).draws(5000).seed(2).run();
        Chains equal = Sampling.of(Target.of(GaussianDensity.standard(3)))
                .draws(5000)
                .seed(2)
                .run();
        assertThat(chains.warnings()).isEmpty();
        for (int chain = 0; chain < 4; chain++) {
            assertThat(Moments.discrepancies(chains, chain, density)).isEmpty();
            assertThat(mean(chains.values("n_steps", chain))).isLessThan(3.3 * mean(equal.values("n_steps", chain)));
        }
    }

    @Test
    void aCentredFunnelIsReportedWithItsDivergences() {
        Chains chains = Sampling.of(Target.of(new FunnelDensity()))
                .with(Nuts.create().targetAcceptance(0.6).metric(MetricType.DIAGONAL))
                .chains(1)
                .seed(4)
                .run();
        long divergences = (long) Arrays.stream(chains.values("diverging", 0)).sum();
        assertThat(divergences).isPositive();
        assertThat(chains.divergences().total()).isEqualTo((int) divergences);
        assertThat(chains.report().toString()).contains(divergences + " of 1,000 draws diverged: ");
    }

    @Test
    void aNonCentredFunnelIsSampledRight() {
        Model funnel = Model.of("funnel", m -> {
            Tensor v = m.sample("v", Normal.of(0, 3));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(9));
            m.deterministic("x", z.times(v.times(0.5).exp()));
        });
        Chains chains = Sampling.of(funnel).draws(2000).seed(5).run();
        assertThat(chains.warnings()).isEmpty();
        var row = chains.summary().row("v");
        assertThat(row.mean()).isCloseTo(0, within(0.15));
        assertThat(row.standardDeviation()).isCloseTo(3, within(0.1));
        assertThat(row.rhat()).isLessThan(1.01);
    }

    /** Means and standard deviations are those of posteriordb's reference draws, eight_schools_noncentered. */
    @Test
    void findsTheEightSchools() {
        Tensor y = Tensor.of(28, 8, -3, 7, -1, 1, 18, 12);
        Tensor sigma = Tensor.of(15, 10, 16, 11, 9, 11, 10, 18);
        Model schools = Model.of("eight_schools", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfCauchy.of(5));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(8));
            m.observe("y", Normal.of(z.times(tau).plus(mu), sigma), y);
        });
        Chains chains = Sampling.of(schools).draws(2500).seed(6).run();
        var mu = chains.summary().row("mu");
        var tau = chains.summary().row("tau");
        assertThat(mu.mean()).isCloseTo(4.410518337, within(4 * Math.hypot(mu.mcse(), 0.0330374706)));
        assertThat(mu.standardDeviation()).isCloseTo(3.309296477, within(0.05 * 3.309296477));
        assertThat(tau.mean()).isCloseTo(3.602059524, within(4 * Math.hypot(tau.mcse(), 0.03186151356)));
        assertThat(tau.standardDeviation()).isCloseTo(3.198477671, within(0.05 * 3.198477671 + 4 * 0.04551281455));
        assertThat(mu.rhat()).isLessThan(1.01);
        assertThat(tau.rhat()).isLessThan(1.01);
    }

    @Test
    void treesThatReachTheirMaximumDepthAreReported() {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(20)))
                .with(Nuts.create().maxTreeDepth(1))
                .chains(1)
                .draws(100)
                .seed(1)
                .run();
        assertThat(chains.values("tree_depth", 0)).containsOnly(1);
        assertThat(chains.values("reached_max_tree_depth", 0)).containsOnly(1);
        assertThat(chains.report().lines())
                .contains("100 of 100 draws reached the maximum tree depth of 1 before their trajectories turned, which"
                        + " makes draws costly and dependent, not wrong. Try another parameterisation, or raise"
                        + " maxTreeDepth above 1.");
    }

    /** Trajectories that turn in the last doubling are what they would be with more of them. */
    @Test
    void treesThatTurnInTheirLastDoublingAreNotCutOff() {
        Sampling sampling = Sampling.of(Target.of(GaussianDensity.standard(20)))
                .with(Nuts.create().metric(MetricType.UNIT).adaptation(Adaptation.NONE))
                .chains(1)
                .warmup(0)
                .seed(3)
                .report(false);
        Chains free = sampling.run();
        int deepest = free.treeDepths().deepest();
        Chains tight = sampling.with(Nuts.create()
                        .metric(MetricType.UNIT)
                        .adaptation(Adaptation.NONE)
                        .maxTreeDepth(deepest))
                .run();
        assertThat(tight.values("q[0]", 0)).isEqualTo(free.values("q[0]", 0));
        assertThat(tight.values("reached_max_tree_depth", 0)).containsOnly(0);
        assertThat(tight.report().findings()).extracting(Finding::kind).doesNotContain(Finding.Kind.TREE_DEPTH);
    }

    @Test
    void withoutAWarmupTheStepSizeIsSearched() {
        GaussianDensity density = GaussianDensity.standard(3).scaled(1e-3);
        Chains chains = Sampling.of(Target.of(density))
                .chains(1)
                .warmup(0)
                .initial(new double[3])
                .seed(1)
                .run();
        assertThat(chains.values("step_size", 0)[0]).isBetween(1e-4, 4e-3);
        assertThat(Arrays.stream(chains.values("step_size", 0)).distinct()).hasSize(1);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        for (double rate : new double[] {0, 1, -0.1, Double.NaN}) {
            refused(
                    () -> Nuts.create().targetAcceptance(rate),
                    "The target acceptance of NUTS must be between 0 and 1, both excluded, got " + rate + ".");
        }
        refused(() -> Nuts.create().maxTreeDepth(0), "The maximum tree depth of NUTS must be from 1 to 30, got 0.");
        refused(() -> Nuts.create().maxTreeDepth(31), "The maximum tree depth of NUTS must be from 1 to 30, got 31.");
        refused(() -> Nuts.create().divergenceThreshold(0), "The divergence threshold of NUTS must be > 0, got 0.0.");
        assertThat(Nuts.create()).hasToString("Nuts.create()");
        assertThat(Nuts.create()
                        .targetAcceptance(0.9)
                        .maxTreeDepth(8)
                        .divergenceThreshold(50)
                        .metric(MetricType.UNIT))
                .hasToString("Nuts.create().targetAcceptance(0.9).metric(MetricType.UNIT).maxTreeDepth(8)"
                        + ".divergenceThreshold(50.0)");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
