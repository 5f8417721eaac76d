package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Divergence;

/** The parts that a Hamiltonian sampler can be put together of: what each does, and what it is called. */
class HamiltonianPartsTest {
    private static final GaussianDensity NORMAL = GaussianDensity.standard(2);

    @Test
    void partialRefreshmentKeepsTheMomentum() {
        Kernel kernel = Hmc.of(0.3, 1).refreshment(Refreshment.partial(0.8)).kernel(Target.of(NORMAL));
        State start = kernel.start(new double[] {0.5, -1}, random(5));
        GradientState first = (GradientState) kernel.step(start, random(6));
        double[] kept = Objects.requireNonNull(first.momentumIn(Metric.unit()));
        GradientState second = (GradientState) kernel.step(first, random(7));

        RandomGenerator same = random(7);
        double[] momentum = new double[2];
        Metric.unit().drawMomentum(same, momentum);
        double[] expected = first.position().clone();
        for (int i = 0; i < 2; i++) {
            double p = 0.8 * kept[i] + 0.6 * momentum[i];
            expected[i] += 0.3 * (p - 0.15 * expected[i]);
        }
        assertThat(second.position()).containsExactly(expected, within(1e-14));
    }

    @Test
    void afterARejectionTheMomentumIsReversed() {
        Kernel kernel = Hmc.of(50, 1).refreshment(Refreshment.partial(0.5)).kernel(Target.of(NORMAL));
        State start = kernel.start(new double[] {1, 1}, random(1));
        GradientState next = (GradientState) kernel.step(start, random(2));
        double[] drawn = new double[2];
        Metric.unit().drawMomentum(random(2), drawn);
        assertThat(next.position()).isSameAs(start.position());
        assertThat(next.momentumIn(Metric.unit())).containsExactly(-drawn[0], -drawn[1]);
        assertThat(next.momentumIn(Metric.diagonal(1, 1))).isNull();
    }

    /** The momentum of NUTS goes on from the point that was chosen, whose energy the two have. */
    @Test
    void nutsKeepsTheMomentumOfThePointThatItChose() {
        Refreshment almostNothing = Refreshment.partial(0.999_999);
        NutsTrajectory trajectory = new NutsTrajectory(NORMAL, Metric.unit(), almostNothing, 10, 1000);
        GradientState state = GradientState.at(new double[] {0.5, -1}, NORMAL);
        RandomGenerator random = random(11);
        double[] statistics = new double[trajectory.statistics().size()];
        for (int i = 0; i < 50; i++) {
            double[] before = state.momentumIn(Metric.unit());
            state = trajectory.run(state, 0.4, random);
            double[] momentum = Objects.requireNonNull(state.momentumIn(Metric.unit()));
            trajectory.report(0.4, statistics);
            double kinetic = 0.5 * (momentum[0] * momentum[0] + momentum[1] * momentum[1]);
            assertThat(kinetic - state.logDensity())
                    .isCloseTo(statistics[trajectory.statistics().indexOf("energy")], within(1e-12));
            if (before != null) {
                assertThat(momentum).isNotSameAs(before);
            }
        }
        assertThat(state.momentumIn(Metric.diagonal(1, 1))).isNull();
    }

    @Test
    void aTimeIsAsManyStepsAsMakeItUp() {
        TrajectoryLength length = TrajectoryLength.time(1);
        assertThat(length.stepsAt(0.1)).isEqualTo(10);
        assertThat(length.stepsAt(0.3)).isEqualTo(3);
        assertThat(length.stepsAt(7)).isEqualTo(1);
        assertThat(length.stepsAt(1e-300)).isEqualTo(1024);
        assertThat(TrajectoryLength.steps(6).stepsAt(0.1)).isEqualTo(6);
    }

    @Test
    void hmcdaKeepsTheTimeAndReachesTheAcceptance() {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(30)))
                .with(Hmcda.of(1.5).targetAcceptance(0.75))
                .draws(2000)
                .seed(3)
                .run();
        for (int chain = 0; chain < 4; chain++) {
            double stepSize = chains.values("step_size", chain)[0];
            assertThat(chains.values("step_size", chain)).containsOnly(stepSize);
            assertThat(chains.values("n_steps", chain)).containsOnly(Math.rint(1.5 / stepSize));
            assertThat(mean(chains.values("acceptance_rate", chain))).isCloseTo(0.75, within(0.06));
        }
    }

    @Test
    void jitteredStepSizesAreUniformAroundTheNominalOne() {
        Chains chains = Sampling.of(Target.of(NORMAL))
                .with(Hmc.of(0.5, 3).integrator(Integrator.jitteredLeapfrog(0.2)))
                .draws(4000)
                .seed(3)
                .run();
        double[] sizes = chains.values("step_size", 0);
        assertThat(Arrays.stream(sizes).min().orElseThrow()).isBetween(0.4, 0.402);
        assertThat(Arrays.stream(sizes).max().orElseThrow()).isBetween(0.598, 0.6);
        assertThat(mean(sizes)).isCloseTo(0.5, within(4 * 0.2 / Math.sqrt(3 * 4000.0)));
    }

    /** A fixed trajectory of a whole period comes back to where it was; one whose length varies does not. */
    @Test
    void jitterBreaksResonance() {
        Hmc hmc = Hmc.of(2 * Math.PI / 60, 60);
        assertThat(spread(hmc)).isLessThan(0.1);
        assertThat(spread(hmc.integrator(Integrator.jitteredLeapfrog(0.3)))).isBetween(0.8, 1.2);
    }

    private static double spread(Hmc hmc) {
        double[] draws = Sampling.of(Target.of(GaussianDensity.standard(1)))
                .with(hmc)
                .initial(new double[] {0.1})
                .draws(1000)
                .seed(4)
                .run()
                .values("q[0]", 0);
        double mean = mean(draws);
        return Math.sqrt(Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).sum() / draws.length);
    }

    @Test
    void divergencesAreKept() {
        Kernel kernel = Nuts.create().adaptation(Adaptation.NONE).kernel(Target.of(new FunnelDensity()));
        State state = kernel.start(new double[10], random(1));
        List<double[]> starts = new ArrayList<>();
        double[] report = new double[7];
        RandomGenerator random = random(8);
        for (int i = 0; i < 2000; i++) {
            State next = kernel.step(state, random);
            kernel.report(report);
            if (report[5] == 1) {
                starts.add(state.position());
            }
            state = next;
        }
        assertThat(starts).isNotEmpty();
        assertThat(kernel.divergences()).hasSameSizeAs(starts);
        for (int i = 0; i < starts.size(); i++) {
            Divergence divergence = kernel.divergences().get(i);
            assertThat(divergence.start()).containsExactly(starts.get(i));
            assertThat(divergence.energyError()).isGreaterThan(1000);
            assertThat(divergence.end()).hasSize(10).isNotEqualTo(divergence.start());
        }
    }

    @Test
    void saysHowItIsMade() {
        assertThat(Hmc.of(0.1, TrajectoryLength.time(2))
                        .metric(MetricType.DENSE)
                        .integrator(Integrator.jitteredLeapfrog(0.1))
                        .refreshment(Refreshment.partial(0.5))
                        .adaptation(Adaptation.FISHER)
                        .targetAcceptance(0.7))
                .hasToString("Hmc.of(0.1, TrajectoryLength.time(2.0)).targetAcceptance(0.7).metric(MetricType.DENSE)"
                        + ".integrator(Integrator.jitteredLeapfrog(0.1)).adaptation(Adaptation.FISHER)"
                        + ".refreshment(Refreshment.partial(0.5))");
        assertThat(Hmcda.of(1.5).metric(Metric.diagonal(1, 2)))
                .hasToString("Hmcda.of(1.5).metric(Metric.diagonal(1.0, 2.0))");
        assertThat(Nuts.create().refreshment(Refreshment.partial(0.5)))
                .hasToString("Nuts.create().refreshment(Refreshment.partial(0.5))");
        assertThat(Nuts.create().adaptation(Adaptation.WINDOWS))
                .hasToString("Nuts.create().adaptation(Adaptation.WINDOWS)");
    }

    @Test
    void refusesWhatMakesNoSense() {
        refused(() -> Hmcda.of(0).adapts(), "The time of a trajectory must be finite and > 0, got 0.0.");
        refused(
                () -> Integrator.jitteredLeapfrog(1).hashCode(),
                "The jitter of a step size must be between 0 and 1, both excluded, got 1.0.");
        refused(
                () -> Refreshment.partial(1).isFull(),
                "The part of a momentum that is kept must be between 0 and 1, both excluded, got 1.0.");
        refused(
                () -> Hmc.of(0.1, 1).targetAcceptance(2).adapts(),
                "The target acceptance of HMC must be between 0 and 1, both excluded, got 2.0.");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
