package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Divergences;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** What a run says in the end. */
class RunReportTest {
    private static final Tensor Y = Tensor.of(28, 8, -3, 7, -1, 1, 18, 12);
    private static final Tensor SIGMA = Tensor.of(15, 10, 16, 11, 9, 11, 10, 18);

    private static final Model CENTRED = Model.of("eight schools, centred", m -> {
        Tensor mu = m.sample("mu", Normal.of(0, 5));
        Tensor tau = m.sample("tau", HalfCauchy.of(5));
        Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(8));
        m.observe("y", Normal.of(theta, SIGMA), Y);
    });

    private static final Model NON_CENTRED = Model.of("eight schools, non-centred", m -> {
        Tensor mu = m.sample("mu", Normal.of(0, 5));
        Tensor tau = m.sample("tau", HalfCauchy.of(5));
        Tensor z = m.sample("z", Normal.of(0, 1).iid(8));
        Tensor theta = m.deterministic("theta", z.times(tau).plus(mu));
        m.observe("y", Normal.of(theta, SIGMA), Y);
    });

    private static final Model BIMODAL = Model.of("bimodal", m -> {
        Tensor x = m.sample("x", Normal.of(0, 10));
        m.observe("square", Normal.of(x.square(), 0.01), 100.0);
    });

    /** Stan's warm-up, whose trajectories diverge here where those of the default mostly do not. */
    private static final Nuts STANS =
            Nuts.create().adaptation(Adaptation.WINDOWS).metric(MetricType.DIAGONAL);

    private record Logged(Chains chains, List<String> lines) {}

    private static Logged run(Sampling sampling) {
        try (CapturedLog log = new CapturedLog()) {
            Chains chains = sampling.progress(false).run();
            return new Logged(chains, log.lines());
        }
    }

    @Test
    void theFunnelOfTheCentredEightSchoolsIsExplained() {
        Logged run = run(Sampling.of(CENTRED).with(STANS).seed(1));
        Divergences divergences = run.chains().divergences();
        assertThat(divergences.total()).isGreaterThan(20);
        Divergences.Cluster cluster = divergences.clusters().get(0);
        assertThat(run.lines())
                .contains(String.format(
                        Locale.ROOT,
                        "WARNING: %d of 4,000 draws diverged: the log density is curved too much for the steps there, and"
                                + " draws near it may be missing. They cluster at small tau (median %.3g, elsewhere %.3g),"
                                + " where the spread of theta, which follows it, is small: a funnel. Try the non-centred"
                                + " form, model.nonCentred(\"theta\"), or, in place of theta, sample standard normal values, multiply them by tau, and add the mean.",
                        divergences.total(),
                        cluster.medianThere(),
                        cluster.medianElsewhere()));
        assertThat(run.lines()).noneMatch(line -> line.contains("No problems"));
        assertThat(run.lines())
                .isEqualTo(run.chains().report().lines().stream()
                        .map(line -> "WARNING: " + line)
                        .toList());
    }

    @Test
    void theNonCentredEightSchoolsAreFine() {
        Logged run = run(Sampling.of(NON_CENTRED)
                .with(Nuts.create().targetAcceptance(0.95))
                .draws(2000)
                .seed(2));
        assertThat(run.lines()).containsExactly("INFO: No problems found in 8,000 draws of 18 numbers in 4 chains.");
        assertThat(run.chains().isDerived("theta[2]")).isTrue();
        assertThat(run.chains().isDerived("z[2]")).isFalse();
    }

    @Test
    void chainsInTwoModesAreExplained() {
        Logged run = run(Sampling.of(BIMODAL)
                .initial(new double[] {10}, new double[] {-10}, new double[] {-10}, new double[] {10})
                .seed(3));
        assertThat(run.lines())
                .containsExactly("WARNING: R-hat is above 1.01 for 1 of 2 numbers, x ("
                        + String.format(
                                Locale.ROOT,
                                "%.2f",
                                run.chains().summary().row("x").rhat())
                        + "): the chains keep to different places, with means 10.0, -10.0, -10.0 and 10.0 of x. The"
                        + " posterior seems to have several modes, where more draws do not help. If the model stays the"
                        + " same when parts of it change places or signs, order or restrict them; if not, try stronger"
                        + " priors.");
    }

    @Test
    void aShortRunIsCalledShort() {
        Logged run = run(Sampling.of(NON_CENTRED).warmup(300).draws(40).seed(5));
        assertThat(run.lines())
                .containsExactly(
                        "WARNING: There are only 40 draws in a chain, too few to judge them. Ask for at least 1,000"
                                + " with draws(...).");
    }

    @Test
    void nothingIsSaidUnlessAskedFor() {
        Logged run =
                run(Sampling.of(NON_CENTRED).warmup(300).draws(40).report(false).seed(4));
        assertThat(run.lines()).isEmpty();
        assertThat(run.chains().report().isClean()).isFalse();
    }

    /** One step in 50 is recorded; the divergences of the others are not lost. */
    @Test
    void aThinnedDrawIsMarkedIfAnyOfItsStepsDiverged() {
        Sampling sampling = Sampling.of(Target.of(new FunnelDensity()))
                .with(Hmc.of(0.6, 5))
                .seed(5)
                .report(false);
        Chains all = sampling.draws(5000).run();
        Chains thinned = sampling.draws(100).thin(50).run();
        double[] diverging = all.values("diverging", 0);
        for (int draw = 0; draw < 100; draw++) {
            double any = 0;
            for (int step = 50 * draw; step < 50 * (draw + 1); step++) {
                any = Math.max(any, diverging[step]);
            }
            assertThat(thinned.values("diverging", 0)[draw]).isEqualTo(any);
        }
        assertThat(thinned.divergences().total()).isBetween(5, 95);
    }
}
