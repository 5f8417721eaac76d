package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ppl4j.chains.Chains;

/** Runs that are stopped from outside hand over the draws they have. */
@Timeout(60)
class InterruptionTest {
    private static final int DRAWS = 10_000_000;

    @Test
    void anInterruptOfTheCallingThreadHandsOverTheDrawsSoFar() {
        Thread caller = Thread.currentThread();
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(1)))
                .chains(1)
                .with(Hmc.of(0.5, 2))
                .draws(DRAWS)
                .onDraw((chain, draw, values, statistics) -> {
                    if (draw == 100) {
                        caller.interrupt();
                    }
                })
                .run();
        assertThat(Thread.interrupted()).isTrue();
        int draws = chains.values("q[0]", 0).length;
        assertThat(draws).isGreaterThan(100).isLessThan(DRAWS);
        assertThat(chains.complete()).isFalse();
        assertThat(chains.warnings())
                .containsExactly("Sampling stopped early because the calling thread was interrupted. Draws: chain 0 "
                        + draws + " of " + DRAWS + ".");
    }

    /** Somebody waits for the draws. */
    @Test
    void theDrawsOfARunThatWasInterruptedAreNotLookedAt() {
        Thread caller = Thread.currentThread();
        try (CapturedLog log = new CapturedLog()) {
            Chains chains = Sampling.of(Target.of(GaussianDensity.standard(1)))
                    .chains(1)
                    .with(RandomWalkMetropolis.of(1e-6))
                    .draws(DRAWS)
                    .onDraw((chain, draw, values, statistics) -> {
                        if (draw == 200) {
                            caller.interrupt();
                        }
                    })
                    .run();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING: Sampling stopped early because the calling thread was interrupted. Draws: chain"
                                    + " 0 "
                                    + chains.draws() + " of " + DRAWS + ".",
                            "INFO: The draws were not looked at, to save time: chains.report() does.");
            assertThat(chains.report().findings()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void aThreadThatIsInterruptedAlreadySamplesNothing() {
        Thread.currentThread().interrupt();
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(1)))
                .chains(1)
                .with(Hmc.of(0.5, 2))
                .warmup(DRAWS)
                .draws(7)
                .run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(chains.complete()).isFalse();
        assertThat(chains.warnings())
                .containsExactly(
                        "Sampling stopped early because the calling thread was interrupted. Draws: chain 0 0 of 7.");
    }

    /** The others would make every statistic NaN. */
    @Test
    void chainsThatWereNotBegunAreLeftOutUntilTheyAreResumed() {
        Thread caller = Thread.currentThread();
        Sampling sampling = Sampling.of(Target.of(GaussianDensity.standard(1)))
                .with(Hmc.of(0.5, 2))
                .threads(1)
                .seed(1)
                .report(false);
        Chains chains = sampling.draws(DRAWS)
                .onDraw((chain, draw, values, statistics) -> {
                    if (chain == 0 && draw == 100) {
                        caller.interrupt();
                    }
                })
                .run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(chains.chainCount()).isEqualTo(1);
        int draws = chains.draws();
        assertThat(chains.mean("q[0]")).isFinite();
        assertThat(chains.warnings())
                .containsExactly(
                        "Sampling stopped early because the calling thread was interrupted. Draws: chain 0 " + draws
                                + " of "
                                + DRAWS + ", chain 1 0 of " + DRAWS + ", chain 2 0 of " + DRAWS + ", chain 3 0 of "
                                + DRAWS
                                + ".",
                        "Left out for having no draws: chain 1, chain 2, chain 3.");
        Chains resumed = chains.resume(5);
        assertThat(resumed.chainCount()).isEqualTo(4);
        assertThat(resumed.complete()).isTrue();
        Chains whole = sampling.draws(draws + 5).run();
        for (int chain = 0; chain < 4; chain++) {
            assertThat(resumed.values("q[0]", chain)).isEqualTo(whole.values("q[0]", chain));
        }
    }

    @Test
    void saysWhichChainsTheOthersAreIfTheFirstIsLeftOut() {
        AtomicBoolean failing = new AtomicBoolean();
        SamplingException thrown = catchThrowableOfType(
                SamplingException.class,
                () -> Sampling.of(Target.of(GaussianDensity.standard(1)))
                        .with(MetropolisHastings.of((from, to, random) -> {
                            to[0] = from[0] + 0.1 * random.nextGaussian();
                            // The chain that starts at 0 waits in its warm-up until the other has failed.
                            while (from[0] == 0 && !failing.get()) {
                                Thread.onSpinWait();
                            }
                            LockSupport.parkNanos(failing.get() ? 100_000_000 : 0);
                        }))
                        .initial(new double[] {0}, new double[] {1})
                        .chains(2)
                        .warmup(100)
                        .threads(2)
                        .draws(1_000)
                        .onDraw((chain, draw, values, statistics) -> {
                            if (draw == 9) {
                                failing.set(true);
                                throw new IllegalStateException("disk full.");
                            }
                        })
                        .report(false)
                        .run());
        assertThat(thrown)
                .hasMessage(
                        "Sampling was broken off: chain 1 failed after 110 steps with"
                                + " java.lang.IllegalStateException: disk full. The draws so far are in chains() of this exception.");
        assertThat(thrown.chains().chainCount()).isEqualTo(1);
        assertThat(thrown.chains().warnings())
                .containsExactly(
                        "Sampling stopped early because chain 1 failed. Draws: chain 0 0 of 1000, chain 1 10 of 1000.",
                        "Left out for having no draws: chain 0. The others, in order: chain 1.");
    }

    @Test
    void controlCHandsOverTheDrawsSoFar() throws Exception {
        Program program = new Program("return", 1);
        assumeTrue(!program.ignores(2), "SIGINT is ignored in the environment of this test");
        Ended ended = program.end("INT");
        assertHandedOver(ended, 1, 130);
        assertThat(ended.output).endsWith("end");
    }

    @Test
    void aRequestToTerminateHandsOverTheDrawsOfAllChains() throws Exception {
        Ended ended = new Program("return", 2).end("TERM");
        assertHandedOver(ended, 2, 143);
        assertThat(ended.output).endsWith("end");
    }

    @Test
    void aProgramThatExitsByItselfAfterwardsIsNotKeptWaiting() throws Exception {
        assertHandedOver(new Program("exit", 1).end("TERM"), 1, 143);
    }

    @Test
    void aRunThatBeginsAfterwardsIsRefused() throws Exception {
        Ended ended = new Program("again", 1).end("TERM");
        assertHandedOver(ended, 1, 143);
        assertThat(ended.output).endsWith("Sampling was not started: the JVM is about to end.", "end");
    }

    @Test
    @Tag("slow")
    void aProgramThatDoesNotEndIsEnded() throws Exception {
        Ended ended = new Program("hang", 1).end("TERM");
        assertThat(ended.exitCode).isEqualTo(143);
        assertThat(ended.seconds).isBetween(9.0, 15.0);
    }

    private static void assertHandedOver(Ended ended, int chains, int exitCode) {
        assertThat(ended.output).as(ended.toString()).contains("complete=false");
        List<Integer> draws = ended.output.stream()
                .filter(line -> line.startsWith("draws="))
                .map(line -> Integer.parseInt(line.substring("draws=".length())))
                .toList();
        assertThat(draws).hasSize(chains).allMatch(n -> n > 0 && n < DRAWS);
        StringBuilder counts = new StringBuilder();
        for (int i = 0; i < chains; i++) {
            counts.append(i == 0 ? "" : ", ").append("chain ").append(i).append(" ");
            counts.append(draws.get(i)).append(" of ").append(DRAWS);
        }
        assertThat(ended.output)
                .contains("Sampling stopped early because the JVM was told to end. Draws: " + counts + ".");
        assertThat(ended.errors)
                .contains(
                        "Sampling stops after the current step, and hands over the draws so far. The program has 10 s to"
                                + " save them.");
        assertThat(ended.exitCode).isEqualTo(exitCode);
        assertThat(ended.seconds).isLessThan(8);
    }

    /** A program in a JVM of its own. */
    private static final class Program {
        private final Process process;
        private final Path errors;

        Program(String end, int chains) throws IOException {
            errors = Files.createTempFile("sampling", ".err");
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SlowProgram.class.getName(),
                            Integer.toString(DRAWS),
                            Integer.toString(chains),
                            end)
                    .redirectError(errors.toFile())
                    .start();
        }

        boolean ignores(int signal) throws IOException {
            Path status = Path.of("/proc/" + process.pid() + "/status");
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("SigIgn:")) {
                    long mask = Long.parseUnsignedLong(line.substring(7).trim(), 16);
                    return (mask >> (signal - 1) & 1) != 0;
                }
            }
            return false;
        }

        /** Sends a signal once draws are being made, and waits for the end. */
        Ended end(String signal) throws IOException, InterruptedException {
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                List<String> output = new ArrayList<>();
                String first = reader.readLine();
                assertThat(first).as(Files.readString(errors)).isEqualTo("started");
                long begin = System.nanoTime();
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    output.add(line);
                }
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                double seconds = (System.nanoTime() - begin) / 1e9;
                return new Ended(output, Files.readAllLines(errors), process.exitValue(), seconds);
            } finally {
                process.destroyForcibly();
                Files.deleteIfExists(errors);
            }
        }
    }

    private record Ended(List<String> output, List<String> errors, int exitCode, double seconds) {}
}
