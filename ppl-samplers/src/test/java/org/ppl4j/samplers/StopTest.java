package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.EffectiveSampleSize;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.LogDensity;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Runs that stop before their last draw: when time is over, or when the draws are worth enough. */
class StopTest {
    private static final Sampling NORMAL = Sampling.of(Target.of(GaussianDensity.standard(2)))
            .with(RandomWalkMetropolis.of(2))
            .warmup(100)
            .seed(1)
            .report(false)
            .progress(false);

    @Test
    void stopsAtAnEffectiveSampleSizeWhateverTheNumberOfThreads() {
        Sampling sampling = NORMAL.draws(100_000).stopAtEss(400);
        Chains one = sampling.threads(1).run();
        assertThat(one.complete()).isTrue();
        assertThat(one.warnings()).isEmpty();
        assertThat(ess(one)).isGreaterThanOrEqualTo(400);
        assertThat(milestones()).contains(one.draws());
        // At the milestone before, there was not enough.
        int before = milestones().get(milestones().indexOf(one.draws()) - 1);
        assertThat(ess(one.slice(0, before))).isLessThan(400);
        for (int threads : new int[] {2, 4}) {
            Chains other = sampling.threads(threads).run();
            for (int chain = 0; chain < 4; chain++) {
                assertThat(other.values("q[1]", chain)).isEqualTo(one.values("q[1]", chain));
            }
        }
        // It goes on for as long as it is told then.
        Chains longer = one.resume(50);
        assertThat(longer.draws()).isEqualTo(one.draws() + 50);
        assertThat(longer.values("q[0]", 3))
                .isEqualTo(NORMAL.draws(one.draws() + 50).run().values("q[0]", 3));
    }

    @Test
    void saysSoIfTheLimitOfDrawsComesFirst() {
        Chains chains = NORMAL.draws(150).stopAtEss(5_000).run();
        assertThat(chains.draws()).isEqualTo(150);
        assertThat(chains.warnings()).hasSize(1);
        assertThat(chains.warnings().get(0))
                .matches(
                        "The least effective sample size, of q\\[[01]\\], is [0-9]+ after 150 draws a chain; 5000 was asked"
                                + " for\\. Raise draws\\(\\.\\.\\.\\), which is the limit, or resume\\(\\.\\.\\.\\) the chains\\.");
    }

    @Test
    void chainsThatDoNotMoveNeverHaveEnough() {
        Chains chains = NORMAL.with(MetropolisHastings.of((from, to, random) -> {}))
                .draws(300)
                .stopAtEss(1)
                .run();
        assertThat(chains.draws()).isEqualTo(300);
        assertThat(chains.warnings()).hasSize(1);
    }

    /** The 95 % quantile of zeros and ones is the largest value, which tells nothing of a tail. */
    @Test
    void zerosAndOnesHaveEnoughOnceTheBulkHas() {
        Sampling sampling = Sampling.of(Model.of("coin", m -> m.sample("k", Bernoulli.of(0.4))))
                .with(SitewiseMetropolis.create())
                .draws(20_000)
                .stopAtEss(400)
                .seed(1)
                .report(false);
        Chains chains = sampling.run();
        assertThat(chains.draws()).isLessThan(200);
        assertThat(EffectiveSampleSize.bulk(chains.values("k"))).isGreaterThan(400);
        assertThat(chains.warnings()).isEmpty();
    }

    @Test
    void aSiteThatHasNotChangedYetIsWaitedFor() {
        Chains chains = Sampling.of(Model.of("still", m -> {
                    m.sample("x", Normal.of(0, 1));
                    Tensor k = m.sample("k", Bernoulli.of(0.4));
                    m.deterministic("zero", k.times(0));
                }))
                .with(SitewiseMetropolis.create().propose("k", (from, to, random) -> {}))
                .initial(Map.of("k", 1))
                .draws(300)
                .stopAtEss(10)
                .seed(1)
                .report(false)
                .run();
        assertThat(chains.warnings())
                .containsExactly(
                        "The least effective sample size, of k, is 0 after 300 draws a chain; 10 was asked for."
                                + " Raise draws(...), which is the limit, or resume(...) the chains.");
    }

    @Test
    @Timeout(60)
    void stopsWhenTimeIsOverWithAllChainsAboutEquallyFar() {
        Target slow = Target.of(new Slow(100_000), List.of(Variable.scalar("x")));
        Chains chains = Sampling.of(slow)
                .with(RandomWalkMetropolis.of(1))
                .threads(2)
                .draws(1_000_000)
                .stopAfter(Duration.ofMillis(1_500))
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        assertThat(chains.complete()).isFalse();
        assertThat(chains.draws()).isGreaterThan(100);
        int most =
                Arrays.stream(chains.values("x")).mapToInt(x -> x.length).max().orElseThrow();
        assertThat(most).isLessThan(2 * chains.draws());
        assertThat(chains.warnings()).hasSize(1);
        assertThat(chains.warnings().get(0))
                .startsWith("Sampling stopped early because the time limit of 1.5 s was reached. Draws: chain 0 ");
        assertThat(chains.resume(1).complete()).isTrue();
    }

    @Test
    @Timeout(60)
    void aRunThatTimeWasTooShortForIsNotAskedForMoreDraws() {
        Target slow = Target.of(new Slow(2_000_000), List.of(Variable.scalar("x")));
        Chains chains = Sampling.of(slow)
                .with(RandomWalkMetropolis.of(1))
                .warmup(0)
                .chains(1)
                .draws(1_000)
                .stopAfter(Duration.ofNanos(20_500_000))
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        assertThat(chains.draws()).isBetween(1, 50);
        assertThat(chains.warnings().get(0))
                .startsWith("Sampling stopped early because the time limit of 0.0205 s was reached.");
        assertThat(chains.report().lines().stream().filter(line -> line.startsWith("There")))
                .containsExactly(
                        (chains.draws() == 1 ? "There is only 1 draw" : "There are only " + chains.draws() + " draws")
                                + " in the chain, too few to judge them. The run was stopped before it had all that it was"
                                + " asked for: give it longer, or go on with resume(...).");
    }

    /** On two threads the first hundred draws of two chains would take all the time. */
    @Test
    @Timeout(60)
    void allChainsHaveDrawsWhenTimeIsOverHoweverSlowTheyAre() {
        Target slow = Target.of(new Slow(2_000_000), List.of(Variable.scalar("x")));
        Chains chains = Sampling.of(slow)
                .with(RandomWalkMetropolis.of(1))
                .warmup(0)
                .threads(1)
                .draws(1_000_000)
                .stopAfter(Duration.ofMillis(400))
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        assertThat(chains.chainCount()).isEqualTo(4);
        int most =
                Arrays.stream(chains.values("x")).mapToInt(x -> x.length).max().orElseThrow();
        assertThat(most).isLessThan(100).isLessThanOrEqualTo(2 * chains.draws() + 1);
    }

    @Test
    void aTimeLimitDoesNotChangeWhereARunStops() {
        Sampling sampling = NORMAL.draws(100_000).stopAtEss(400);
        Chains limited = sampling.stopAfter(Duration.ofMinutes(10)).run();
        assertThat(limited.values("q[1]", 3)).isEqualTo(sampling.run().values("q[1]", 3));
    }

    @Test
    void aRunThatIsFinishedInTimeIsComplete() {
        Chains chains = NORMAL.draws(300).stopAfter(Duration.ofMinutes(10)).run();
        assertThat(chains.complete()).isTrue();
        assertThat(chains.warnings()).isEmpty();
        assertThat(chains.values("q[0]", 2)).isEqualTo(NORMAL.draws(300).run().values("q[0]", 2));
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> NORMAL.stopAfter(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The time limit must be > 0, got PT0S.");
        assertThat(NORMAL.draws(5).stopAfter(Duration.ofDays(200_000)).run().draws())
                .isEqualTo(5);
        assertThatThrownBy(() -> NORMAL.stopAtEss(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The effective sample size to stop at must be > 0, got 0.0.");
    }

    @Test
    void milestonesGrowByAFifth() {
        assertThat(milestones().subList(0, 5)).containsExactly(100, 120, 144, 172, 206);
        assertThat(Milestones.after(144, 150)).isEqualTo(150);
        assertThat(Milestones.after(0, 7)).isEqualTo(7);
    }

    private static List<Integer> milestones() {
        return java.util.stream.IntStream.iterate(
                        100, draws -> draws < 100_000, draws -> Milestones.after(draws, 100_000))
                .boxed()
                .toList();
    }

    private static double ess(Chains chains) {
        double least = Double.POSITIVE_INFINITY;
        for (String name : List.of("q[0]", "q[1]")) {
            double[][] values = chains.values(name);
            least = Math.min(least, Math.min(EffectiveSampleSize.bulk(values), EffectiveSampleSize.tail(values)));
        }
        return least;
    }

    /** A normal density that takes some time. */
    private record Slow(long nanos) implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return -position[0] * position[0] / 2;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradient[0] = -position[0];
            return logDensity(position);
        }
    }
}
