package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.LogDensity;

/** Hamiltonian Monte Carlo with a fixed trajectory: what one step does, and what it reports. */
class HmcTest {

    @Test
    void aStepIsAFreshMomentumTheLeapfrogAndMetropolis() {
        LogDensity density = GaussianDensity.standard(2);
        Kernel kernel = Hmc.of(0.4, 3).kernel(Target.of(density));
        double[] start = {0.5, -1};
        State state = kernel.start(start, random(5));
        start[0] = 99;
        State next = kernel.step(state, random(5));

        RandomGenerator same = random(5);
        double[] q = {0.5, -1};
        double[] p = {same.nextGaussian(), same.nextGaussian()};
        double before = (q[0] * q[0] + q[1] * q[1] + p[0] * p[0] + p[1] * p[1]) / 2;
        for (int step = 0; step < 3; step++) {
            for (int i = 0; i < 2; i++) {
                p[i] -= 0.4 / 2 * q[i];
                q[i] += 0.4 * p[i];
                p[i] -= 0.4 / 2 * q[i];
            }
        }
        double after = (q[0] * q[0] + q[1] * q[1] + p[0] * p[0] + p[1] * p[1]) / 2;
        boolean accepted = after - before < same.nextExponential();
        assertThat(accepted).isTrue();
        assertThat(next.position()).containsExactly(q, within(1e-15));
        assertThat(next.logDensity()).isEqualTo(density.logDensity(next.position()));
        assertThat(state.position()).containsExactly(0.5, -1);

        double[] report = new double[5];
        kernel.report(report);
        assertThat(kernel.statistics())
                .containsExactly("acceptance_rate", "step_size", "n_steps", "energy", "diverging");
        assertThat(report)
                .containsExactly(new double[] {Math.min(1, Math.exp(before - after)), 0.4, 3, after, 0}, within(1e-14));
    }

    @Test
    void rejectionReturnsTheStateItself() {
        Kernel kernel = Hmc.of(50, 1).kernel(Target.of(GaussianDensity.standard(1)));
        State state = kernel.start(new double[] {1}, random(1));
        assertThat(kernel.step(state, random(1))).isSameAs(state);
    }

    @Test
    void theAcceptanceRateIsThatOfTheMoves() {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(5)))
                .with(Hmc.of(1.5, 2))
                .draws(20_000)
                .seed(1)
                .run();
        double[] draws = chains.values("q[0]", 0);
        double moved = 0;
        for (int i = 1; i < draws.length; i++) {
            moved += draws[i] == draws[i - 1] ? 0 : 1;
        }
        double rate =
                Arrays.stream(chains.values("acceptance_rate", 0)).average().orElseThrow();
        assertThat(rate).isBetween(0.3, 0.9);
        assertThat(moved / (draws.length - 1)).isCloseTo(rate, within(4 * 0.5 / Math.sqrt(draws.length)));
    }

    @Test
    void aTrajectoryThatLeavesTheSupportEndsThere() {
        LogDensity wall = new LogDensity() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double logDensity(double[] position) {
                return Math.abs(position[0]) < 1 ? 0 : Double.NEGATIVE_INFINITY;
            }

            @Override
            public double logDensityAndGradient(double[] position, double[] gradient) {
                gradient[0] = 0;
                return logDensity(position);
            }
        };
        Kernel kernel = Hmc.of(1000, 10).kernel(Target.of(wall));
        State state = kernel.start(new double[1], random(1));
        assertThat(kernel.step(state, random(2))).isSameAs(state);
        double[] report = new double[5];
        kernel.report(report);
        assertThat(report[0]).isZero();
        assertThat(report[2]).isEqualTo(1);
        assertThat(report[3]).isFinite();
        assertThat(report[4]).isEqualTo(1);
    }

    @Test
    void refusesStepSizesAndNumbersOfStepsThatMakeNoSense() {
        for (double stepSize : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Hmc.of(stepSize, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The step size of HMC must be finite and > 0, got " + stepSize + ".");
        }
        assertThatThrownBy(() -> Hmc.of(0.1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HMC needs at least 1 leapfrog step, got 0.");
        assertThat(Hmc.of(0.05, 4)).hasToString("Hmc.of(0.05, 4)");
        assertThat(Hmc.of(0.05, 4).stepSize()).isEqualTo(0.05);
        assertThat(Hmc.of(0.05, 4).leapfrogSteps()).isEqualTo(4);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
