package org.ppl4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.ppl4j.bench.GradientBenchmark.Side;
import org.ppl4j.bench.peers.Peer;

/**
 * Measures gradients and tracing of all models, and prints a Markdown table with Stan's times and the goals.
 *
 * <p>A round measures each model in fresh JVMs, one after the other: compiled and by hand, and, if asked for, both again
 * with the vector module. Ratios are taken within a round; figures are medians over the rounds.
 */
public final class SpeedSuite {

    private final SuiteOptions options;

    private SpeedSuite(SuiteOptions options) {
        this.options = options;
    }

    /**
     * Runs the suite.
     *
     * @param arguments {@code quick}: one short round; {@code vector}: with SIMD forms; {@code rounds=5}; {@code
     *     models=bnn,hmm}
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        new SpeedSuite(SuiteOptions.parse(arguments)).run();
    }

    private void run() throws RunnerException {
        List<List<Round>> rounds = new ArrayList<>();
        options.peers().forEach(peer -> rounds.add(new ArrayList<>()));
        for (int i = 0; i < options.rounds(); i++) {
            for (int k = 0; k < rounds.size(); k++) {
                Peer peer = options.peers().get(k);
                System.err.printf("round %d of %d: %s%n", i + 1, options.rounds(), peer.label());
                rounds.get(k).add(round(peer));
            }
        }
        List<SpeedRow> rows = IntStream.range(0, rounds.size())
                .mapToObj(k -> SpeedRow.of(options.peers().get(k), rounds.get(k)))
                .toList();
        System.out.println(SpeedReport.of(rows));
    }

    private Round round(Peer peer) throws RunnerException {
        double scalar = gradient(peer, Side.COMPILED);
        double handWritten = gradient(peer, Side.HAND_WRITTEN);
        double simd = Double.NaN;
        double handWrittenBeside = Double.NaN;
        if (options.vector()) {
            simd = gradient(peer, Side.COMPILED, Settling.vectorOptions());
            handWrittenBeside = gradient(peer, Side.HAND_WRITTEN, Settling.vectorOptions());
        }
        return new Round(scalar, handWritten, simd, handWrittenBeside, TracingTime.measureInFreshJvms(peer));
    }

    /** Returns the median over the iterations of one fork, in microseconds of processor time. */
    private double gradient(Peer peer, Side side, String... jvmOptions) throws RunnerException {
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .include(GradientBenchmark.class.getName())
                .param("peer", peer.name())
                .param("side", side.name())
                .forks(1)
                .warmupIterations(5)
                .warmupTime(options.iteration())
                .measurementIterations(5)
                .measurementTime(options.iteration())
                .jvmArgsAppend(jvmOptions)
                .verbosity(VerboseMode.SILENT);
        return new Runner(builder.build())
                .runSingle().getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .mapToDouble(iteration -> counter(iteration, "nanoseconds") / counter(iteration, "calls") / 1e3)
                        .boxed()
                        .collect(Collectors.collectingAndThen(Collectors.toList(), Numbers::median));
    }

    private static double counter(IterationResult iteration, String name) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(name), name)
                .getScore();
    }

    /**
     * One round's times of a model, in microseconds, and in milliseconds for tracing.
     *
     * @param scalar the compiled gradient
     * @param handWritten the hand-written one
     * @param simd the compiled gradient with the vector module, or NaN
     * @param handWrittenBeside the hand-written one in the same kind of JVM, or NaN
     * @param tracing tracing, compiling and the first gradient
     */
    record Round(double scalar, double handWritten, double simd, double handWrittenBeside, TracingTime.Times tracing) {}

    /**
     * What the command line says.
     *
     * @param rounds how many rounds
     * @param vector whether SIMD forms are measured too
     * @param iteration how long an iteration lasts
     * @param peers the models
     */
    record SuiteOptions(int rounds, boolean vector, TimeValue iteration, List<Peer> peers) {

        static SuiteOptions parse(String... arguments) {
            Arguments given = new Arguments(arguments, "quick", "vector", "rounds", "models");
            boolean quick = given.has("quick");
            return new SuiteOptions(
                    given.number("rounds", quick ? 1 : 5),
                    given.has("vector"),
                    TimeValue.milliseconds(quick ? 200 : 1000),
                    given.peers("models"));
        }
    }
}
