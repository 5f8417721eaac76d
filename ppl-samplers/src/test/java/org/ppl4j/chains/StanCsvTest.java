package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StanCsvTest {

    @TempDir
    Path folder;

    @Test
    void oneFileAChainInTheLayoutOfStan() throws IOException {
        List<Variable> variables = List.of(
                Variable.scalar("a.b"), Variable.of("w", 2, 3), Variable.scalar("y[0]"), Variable.of("none", 0));
        List<String> statistics = List.of(
                "energy", "energy_error", "diverging", "n_steps", "tree_depth", "step_size", "acceptance_rate", "lp");
        List<ChainRecorder> recorders =
                List.of(new ChainRecorder(variables, statistics, 2), new ChainRecorder(variables, statistics, 2));
        for (ChainRecorder recorder : recorders) {
            recorder.record(
                    new double[] {0.5, 11, 12, 13, 21, 22, 23, Double.NaN},
                    new double[] {9.25, -0.0, 1, 7, 3, 0.125, 0.75, -8.5});
        }
        recorders
                .get(1)
                .record(
                        new double[] {Double.NEGATIVE_INFINITY, 0, 0, 0, 0, 0, 0, Double.POSITIVE_INFINITY},
                        new double[8]);
        SamplingTimes times = new SamplingTimes(
                List.of(Duration.ofMillis(12), Duration.ofMillis(1500)),
                List.of(Duration.ofMillis(34), Duration.ofMillis(2500)));
        Path target = folder.resolve("made/on/demand");
        Chains.of(recorders, true, List.of(), times)
                .writeStanCsv(target, "school", List.of("algorithm = hmc", "max_depth = 10\nseed = 42"));

        assertThat(target.resolve("school_1.csv")).hasContent("""
                        # model = school
                        # method = sample
                        #   sample
                        #     num_samples = 1
                        #     num_warmup = 0
                        #     save_warmup = 0
                        #     thin = 1
                        # id = 1
                        # algorithm = hmc
                        # max_depth = 10
                        # seed = 42
                        lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,energy_error__,\
                        a_b,w.1.1,w.2.1,w.1.2,w.2.2,w.1.3,w.2.3,y.1
                        -8.5,0.75,0.125,3,7,1,9.25,-0.0,0.5,11,21,12,22,13,23,nan
                        #
                        #  Elapsed Time: 0.012 seconds (Warm-up)
                        #                0.034 seconds (Sampling)
                        #                0.046 seconds (Total)
                        #
                        """);
        assertThat(target.resolve("school_2.csv"))
                .content()
                .contains("# id = 2\n", "\n0,0,0,0,0,0,0,0,-inf,0,0,0,0,0,0,inf\n", "4.000 seconds (Total)");
        assertThat(target).isDirectoryNotContaining("glob:**school_3.csv");
    }

    /** What rstan's read_stan_csv needs is there without a configuration, and not twice with one. */
    @Test
    void readersFindWarmupAndTimesInAnyCase() throws IOException {
        Chains chains =
                Chains.of(List.of(new ChainRecorder(List.of(Variable.scalar("x")), List.of("lp"), 0)), true, List.of());
        chains.writeStanCsv(folder, "bare", List.of());
        assertThat(folder.resolve("bare_1.csv")).hasContent("""
                        # model = bare
                        # method = sample
                        #   sample
                        #     num_samples = 0
                        #     num_warmup = 0
                        #     save_warmup = 0
                        #     thin = 1
                        # id = 1
                        lp__,x
                        #
                        #  Elapsed Time: nan seconds (Warm-up)
                        #                nan seconds (Sampling)
                        #                nan seconds (Total)
                        #
                        """);
        chains.writeStanCsv(folder, "given", List.of("  num_warmup = 1000\nthin = 2"));
        assertThat(folder.resolve("given_1.csv"))
                .content()
                .containsOnlyOnce("num_warmup")
                .containsOnlyOnce("thin")
                .contains("# id = 1\n#   num_warmup = 1000\n# thin = 2\n");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefusedBeforeAFileIsWritten() {
        Chains chains = Fixtures.chains(1);
        assertThatThrownBy(() -> chains.writeStanCsv(folder, null, List.of()))
                .isInstanceOf(NullPointerException.class)
                .message()
                .matches(
                        "Chains.writeStanCsv \\(StanCsvTest.java:[0-9]+\\): the argument \"prefix\" is null\\. Assign it before this"
                                + " line\\.");
        assertThatThrownBy(() -> chains.writeStanCsv(folder, "x", null))
                .isInstanceOf(NullPointerException.class)
                .message()
                .matches(
                        "Chains.writeStanCsv \\(StanCsvTest.java:[0-9]+\\): the argument \"configuration\" is null\\. Assign it before"
                                + " this line\\.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namesThatStanCannotTellApartAreRefused() {
        Chains chains = Chains.of(
                List.of(new ChainRecorder(List.of(Variable.scalar("a.b"), Variable.scalar("a_b")), List.of(), 0)),
                true,
                List.of());
        assertThatThrownBy(() -> chains.writeStanCsv(folder, "x", List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "\"a.b\" and \"a_b\" would both be named \"a_b\" in a Stan file. Rename one of them, or leave"
                                + " it out with select.");
        assertThat(folder).isEmptyDirectory();
    }
}
