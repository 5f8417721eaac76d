package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;

/** What a run records, from which steps, and what it refuses. */
class SamplingTest {
    private static final GaussianDensity NORMAL = GaussianDensity.standard(2);
    private static final Sampling SAMPLING =
            Sampling.of(Target.of(NORMAL)).with(Hmc.of(0.5, 3)).seed(1);

    /** At the call, not after a long warm-up. */
    @Test
    @SuppressWarnings("NullAway")
    void nothingMayBeNull() {
        Sampling sampling = Sampling.of(Target.of(GaussianDensity.standard(1)));
        Map<String, ThrowingCallable> calls = Map.of(
                "sampler", () -> sampling.with(null),
                "positions", () -> sampling.initial((double[][]) null),
                "positions[0]", () -> sampling.initial(new double[][] {null}),
                "values", () -> sampling.initial((Map<String, ?>) null),
                "points", () -> sampling.initial((InitialPoints) null),
                "limit", () -> sampling.stopAfter(null),
                "listener", () -> sampling.onDraw(null),
                "receiver", () -> sampling.onFinish(null));
        calls.forEach((name, call) -> assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .message()
                .matches("Sampling\\.\\w+ \\(SamplingTest.java:\\d+\\): the argument \"" + Pattern.quote(name)
                        + "\" is null. Assign it before this line."));
    }

    @Test
    void makesFourChainsOfAThousandDrawsWithoutWarmupUnlessToldOtherwise() {
        List<RunReport> reports = new ArrayList<>();
        Chains chains = SAMPLING.onFinish(reports::add).run();
        assertThat(chains.values("q[1]", 0)).hasSize(1000);
        assertThat(chains.complete()).isTrue();
        assertThat(chains.warnings()).isEmpty();
        assertThat(reports).hasSize(1);
        RunReport report = reports.get(0);
        assertThat(report.seed()).isEqualTo(1);
        assertThat(report.sampler()).isEqualTo("Hmc.of(0.5, 3)");
        assertThat(report.chains()).hasSize(4);
        assertThat(chains.chainCount()).isEqualTo(4);
        assertThat(report.gradientEvaluations()).isEqualTo(4 * (1 + 3 * 1000));
        assertThat(report.chains().get(0).densityEvaluations()).isZero();
        assertThat(report.chains().get(0).draws()).isEqualTo(1000);
        assertThat(report.chains().get(0).sampling()).isPositive();
        assertThat(report.chains().get(0).warmup()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void recordsTheStatisticsAndTheDensityOfEachDraw() {
        Chains chains = SAMPLING.draws(50).run();
        for (int i = 0; i < 50; i++) {
            double[] position = {chains.values("q[0]", 0)[i], chains.values("q[1]", 0)[i]};
            assertThat(chains.values("lp", 0)[i]).isEqualTo(NORMAL.logDensity(position));
        }
        assertThat(chains.values("step_size", 0)).containsOnly(0.5);
        assertThat(chains.values("n_steps", 0)).containsOnly(3);
        assertThat(chains.values("diverging", 0)).containsOnly(0);
    }

    @Test
    void recordsWhatTheTargetMakesOfAPosition() {
        Chains chains = Sampling.of(new ExponentialTarget())
                .with(Hmc.of(0.5, 3))
                .seed(1)
                .draws(50)
                .run();
        Chains unconstrained = SAMPLING.draws(50).run();
        for (int i = 0; i < 50; i++) {
            assertThat(chains.values("scale", 0)[i])
                    .isEqualTo(Math.exp(unconstrained.values("q[0]", 0)[i]));
            assertThat(chains.values("lp", 0)[i]).isEqualTo(-unconstrained.values("q[0]", 0)[i]);
        }
    }

    @Test
    void thinningKeepsTheLastOfEachGroupOfSteps() {
        double[] all = SAMPLING.draws(50).run().values("q[0]", 0);
        double[] thinned = SAMPLING.draws(10).thin(5).run().values("q[0]", 0);
        assertThat(thinned).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(thinned[i]).isEqualTo(all[5 * i + 4]);
        }
    }

    @Test
    void theWarmupIsNotRecorded() {
        double[] all = SAMPLING.draws(50).run().values("q[0]", 0);
        double[] later = SAMPLING.warmup(20).draws(30).run().values("q[0]", 0);
        assertThat(later).isEqualTo(Arrays.copyOfRange(all, 20, 50));
    }

    @Test
    void aSamplerThatAdaptsIsWarmedUpAThousandStepsUnlessToldOtherwise() {
        CountingSampler counting = new CountingSampler();
        Sampling one = SAMPLING.chains(1).with(counting);
        assertThat(one.draws(3).run().values("calls", 0)).containsExactly(1001, 1002, 1003);
        assertThat(one.draws(2).warmup(0).run().values("calls", 0)).containsExactly(1, 2);
        assertThat(counting.log).containsExactly("finish after 1000", "finish after 0");
    }

    @Test
    void theSeedOfARunWithoutOneIsReportedAndRepeatsIt() {
        List<RunReport> reports = new ArrayList<>();
        Sampling random =
                Sampling.of(Target.of(NORMAL)).with(Hmc.of(0.5, 3)).draws(20).onFinish(reports::add);
        double[] first = random.run().values("q[0]", 0);
        double[] second = random.run().values("q[0]", 0);
        assertThat(first).isNotEqualTo(second);
        assertThat(random.seed(reports.get(0).seed()).run().values("q[0]", 0)).isEqualTo(first);
    }

    /** The same bits on every JDK; the numbers are those of JDK 17. */
    @Test
    void aSeedGivesTheseDraws() {
        Chains chains = SAMPLING.chains(2).draws(1000).run();
        assertThat(chains.values("q[0]", 0)[999]).isEqualTo(-1.6166068719340982);
        assertThat(chains.values("q[1]", 1)[999]).isEqualTo(-0.331824036235304);
    }

    @Test
    void eachMethodLeavesTheConfigurationItIsCalledOnAsItWas() {
        Sampling base = SAMPLING.draws(10);
        double[] before = base.run().values("q[0]", 0);
        assertThat(base.seed(2).run().values("q[0]", 0)).isNotEqualTo(before);
        assertThat(base.draws(5).run().values("q[0]", 0)).hasSize(5);
        assertThat(base.initial(new double[] {1, 1}).run().values("q[0]", 0)).isNotEqualTo(before);
        assertThat(base.run().values("q[0]", 0)).isEqualTo(before);
    }

    @Test
    void startsWhereItIsTold() {
        // A proposal that stays where it is shows the start.
        Sampling still = SAMPLING.with(MetropolisHastings.of((from, to, random) -> {}))
                .chains(2)
                .draws(1);
        Chains same = still.initial(new double[] {1, 2}).run();
        assertThat(same.values("q[0]", 0)).containsExactly(1);
        assertThat(same.values("q[1]", 1)).containsExactly(2);
        Chains different =
                still.initial(new double[] {1, 2}, new double[] {3, 4}).run();
        assertThat(different.values("q[0]", 0)).containsExactly(1);
        assertThat(different.values("q[0]", 1)).containsExactly(3);
        assertThat(different.values("q[1]", 1)).containsExactly(4);
    }

    @Test
    void aListenerGetsEachDrawOnce() {
        List<String> heard = new ArrayList<>();
        List<double[]> kept = new ArrayList<>();
        Chains chains = SAMPLING.draws(5)
                .chains(2)
                .threads(1)
                .onDraw((chain, draw, values, statistics) -> {
                    heard.add(chain + "/" + draw + "/" + statistics.length);
                    kept.add(values);
                })
                .run();
        assertThat(heard)
                .containsExactly(
                        "0/0/6", "0/1/6", "0/2/6", "0/3/6", "0/4/6", "1/0/6", "1/1/6", "1/2/6", "1/3/6", "1/4/6");
        for (int i = 0; i < 10; i++) {
            assertThat(kept.get(i)[1]).isEqualTo(chains.values("q[1]", i / 5)[i % 5]);
        }
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        refused(() -> SAMPLING.draws(0), "The number of draws must be at least 1, got 0.");
        refused(() -> SAMPLING.draws(-3), "The number of draws must be at least 1, got -3.");
        refused(() -> SAMPLING.chains(0), "The number of chains must be at least 1, got 0.");
        refused(() -> SAMPLING.thin(0), "The number of steps a draw must be at least 1, got 0.");
        refused(() -> SAMPLING.warmup(-1), "The number of warm-up steps must be at least 0, got -1.");
        refused(() -> SAMPLING.threads(0), "The number of threads must be at least 1, got 0.");
        refused(
                () -> SAMPLING.initial(new double[3]),
                "An initial position must have a value for each of the 2 unconstrained coordinates, got 3 values.");
        refused(
                () -> SAMPLING.chains(3).initial(new double[2], new double[2]).run(),
                "There are 2 initial positions for 3 chains: give one for each, or a single one for all.");
        refused(
                () -> Sampling.of(Target.of(GaussianDensity.standard(0))),
                "There is nothing to sample: the log density has 0 unconstrained coordinates.");
    }

    @Test
    void withoutASamplerItIsFourChainsOfNuts() {
        List<RunReport> reports = new ArrayList<>();
        Chains chains =
                Sampling.of(Target.of(NORMAL)).seed(1).onFinish(reports::add).run();
        assertThat(reports.get(0).sampler()).isEqualTo("Nuts.create()");
        assertThat(chains.chainCount()).isEqualTo(4);
        assertThat(chains.values("q[0]", 3)).hasSize(1000);
        assertThat(chains.warnings()).isEmpty();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    /** Records the exponential of the first coordinate, and an lp that differs from the density. */
    private static final class ExponentialTarget extends ForwardingTarget {
        ExponentialTarget() {
            super(Target.of(NORMAL));
        }

        @Override
        public List<Variable> variables() {
            return List.of(Variable.scalar("scale"));
        }

        @Override
        public double record(double[] position, double logDensity, double[] values) {
            values[0] = Math.exp(position[0]);
            return -position[0];
        }

        @Override
        public int[] coordinates(String variable) {
            return new int[] {0};
        }
    }

    /** Counts its transitions, and says when its warm-up ended. */
    private static final class CountingSampler implements Sampler {
        final List<String> log = new ArrayList<>();

        @Override
        public boolean adapts() {
            return true;
        }

        @Override
        public Kernel kernel(Target target) {
            Kernel still = MetropolisHastings.of((from, to, random) -> {}).kernel(target);
            return new Kernel() {
                private int calls;
                private int warmups;

                @Override
                public List<String> statistics() {
                    return List.of("calls");
                }

                @Override
                public State start(double[] position, RandomGenerator random) {
                    return still.start(position, random);
                }

                @Override
                public State step(State state, RandomGenerator random) {
                    calls++;
                    return state;
                }

                @Override
                public State warmup(State state, int iteration, int total, RandomGenerator random) {
                    assertThat(iteration).isEqualTo(warmups++);
                    assertThat(total).isEqualTo(1000);
                    return step(state, random);
                }

                @Override
                public State finishWarmup(State state) {
                    log.add("finish after " + warmups);
                    return state;
                }

                @Override
                public void report(double[] values) {
                    values[0] = calls;
                }
            };
        }
    }
}
