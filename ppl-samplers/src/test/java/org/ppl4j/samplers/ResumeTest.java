package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.chains.Chains;

/** Runs that go on after their end. */
class ResumeTest {
    private static final Target TARGET = Target.of(GaussianDensity.standard(2));

    static Sampler[] samplers() {
        return new Sampler[] {
            Nuts.create(),
            Hmc.of(0.3, 3),
            Mala.create(),
            RandomWalkMetropolis.of(1),
            RobustAdaptiveMetropolis.create(),
            Slice.create(),
            EllipticalSlice.of(0, 1),
            SitewiseMetropolis.create().walk("q", 1),
            Ensemble.create()
        };
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theDrawsAreThoseOfOneLongerRun(Sampler sampler) {
        Sampling sampling = sampling(sampler);
        Chains whole = sampling.draws(90).run();
        Chains resumed = sampling.draws(40).run().resume(20).resume(30);
        assertSame(resumed, whole);
        // A run of another seed is not the same.
        assertThat(sampling.seed(9).draws(40).run().resume(50).values("q[0]", 0))
                .isNotEqualTo(whole.values("q[0]", 0));
    }

    @Test
    void thinnedRunsGoOnToo() {
        Sampling sampling = sampling(Hmc.of(0.3, 3)).thin(3);
        assertSame(sampling.draws(10).run().resume(15), sampling.draws(25).run());
    }

    @Test
    void chainsCanBeResumedMoreThanOnce() {
        Sampling sampling = sampling(Nuts.create());
        Chains first = sampling.draws(20).run();
        Chains longer = first.resume(50);
        Chains shorter = first.resume(10);
        assertThat(first.draws()).isEqualTo(20);
        assertSame(shorter, sampling.draws(30).run());
        assertSame(shorter.resume(40), longer);
        assertThat(longer.complete()).isTrue();
        assertThat(shorter.warnings()).isEmpty();
    }

    @Test
    void theReportIsOfAllSoFar() {
        List<RunReport> reports = new ArrayList<>();
        List<Integer> heard = new ArrayList<>();
        Chains chains = sampling(Hmc.of(0.3, 3))
                .chains(1)
                .draws(10)
                .onFinish(reports::add)
                .onDraw((chain, draw, values, statistics) -> heard.add(draw))
                .run();
        assertThat(chains.resume(5).values("lp", 0)).hasSize(15);
        assertThat(reports).hasSize(2);
        assertThat(reports.get(1).chains().get(0).draws()).isEqualTo(15);
        assertThat(reports.get(1).gradientEvaluations()).isEqualTo(1 + 3 * (50 + 15));
        assertThat(heard).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    }

    /** Whether in warm-up or later, an interrupted run goes on as if nothing had been. */
    @Test
    @Timeout(60)
    void anInterruptedRunGoesOn() {
        Sampling sampling = sampling(Nuts.create()).chains(3).threads(1).draws(60);
        Chains whole = sampling.run();
        Thread caller = Thread.currentThread();
        Chains interrupted = sampling.onDraw((chain, draw, values, statistics) -> {
                    if (chain == 1 && draw == 20) {
                        caller.interrupt();
                        waitForInterrupt();
                    }
                })
                .run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.complete()).isFalse();
        assertThat(interrupted.drawsOf(0)).isEqualTo(60);
        // Chain 2 has no draws.
        assertThat(interrupted.chainCount()).isEqualTo(2);
        Chains resumed = interrupted.resume(10);
        assertThat(resumed.complete()).isTrue();
        assertSame(resumed, sampling.draws(70).run());
        assertThat(resumed.slice(0, 60).values("q[1]", 2)).isEqualTo(whole.values("q[1]", 2));
    }

    /** The signal to stop is given by the thread that waits for the chains. */
    private static void waitForInterrupt() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsNoWholeRunCannotGoOn(@TempDir Path folder) throws Exception {
        Chains chains = sampling(Hmc.of(0.3, 3)).draws(10).run();
        Path file = folder.resolve("chains.csv");
        chains.writeCsv(file);
        assertThat(Files.size(file)).isPositive();
        for (Chains part : List.of(chains.slice(0, 5), chains.thin(2), chains.select("q[0]"), Chains.readCsv(file))) {
            assertThatThrownBy(() -> part.resume(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "These chains cannot go on: only those that a run returned, in the same JVM and without a"
                                    + " failure, know where they ended; not parts of them, nor chains that were read from a file."
                                    + " Resume the chains of the run itself, or start a new run from the last draws of these with"
                                    + " initial(InitialPoints.lastOf(chains)).");
        }
        assertThatThrownBy(() -> chains.resume(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The number of draws to go on for must be at least 1, got 0.");
        assertThatThrownBy(() -> chains.resume(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Chains of " + chains.draws()
                        + " draws cannot get 2147483647 more: a chain has at most 2147483647.");
    }

    private static Sampling sampling(Sampler sampler) {
        return Sampling.of(TARGET)
                .with(sampler)
                .chains(2)
                .warmup(50)
                .seed(5)
                .report(false)
                .progress(false);
    }

    private static void assertSame(Chains actual, Chains expected) {
        assertThat(actual.chainCount()).isEqualTo(expected.chainCount());
        for (int chain = 0; chain < expected.chainCount(); chain++) {
            for (String name : List.of("q[0]", "q[1]")) {
                assertThat(actual.values(name, chain)).isEqualTo(expected.values(name, chain));
            }
            for (String name : expected.statistics()) {
                assertThat(actual.values(name, chain)).isEqualTo(expected.values(name, chain));
            }
        }
    }
}
