package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.Predictions;
import org.ppl4j.tensor.Tensor;

/** Chains of a file have sites that are named as elements as one variable, in which a model finds them. */
class ChainsFromFilesTest {
    private static final Model MODEL = Model.of("loop", m -> {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < 3; i++) {
            sum = sum.plus(m.sample("x[" + i + "]", Normal.of(0, 1)));
        }
        // One after the other, these are no whole array: the first is an array of one, the others are scalars.
        for (int i = 0; i < 3; i++) {
            m.sample("w[0," + i + "]", Normal.of(0, 1));
            m.sample("u[" + i + "]", Normal.of(0, 1));
        }
        m.deterministic("sum", sum);
        m.observe("y", Normal.of(sum, 0.1), 3);
    });

    @TempDir
    Path folder;

    private Chains draws;
    private Chains read;

    ChainsFromFilesTest() {
        draws = Sampling.of(MODEL)
                .with(Slice.create())
                .chains(2)
                .warmup(50)
                .draws(50)
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        read = draws;
    }

    private void readBack() throws IOException {
        Path file = folder.resolve("draws.csv");
        draws.writeCsv(file);
        read = Chains.readCsv(file);
        assertThat(read.variables()).contains(Variable.of("x", 3));
    }

    @Test
    void predictionsAreOfTheirSites() throws IOException {
        readBack();
        Predictions before = MODEL.predict(draws, 7);
        Predictions after = MODEL.predict(read, 7);
        assertThat(after.values("sum")).isDeepEqualTo(before.values("sum"));
        assertThat(after.values("y")).isDeepEqualTo(before.values("y"));
        assertThat(MODEL.logDensity(read.draw(60))).isEqualTo(MODEL.logDensity(draws.draw(60)));
    }

    @Test
    void chainsStartAtTheirLastDraws() throws IOException {
        readBack();
        Chains still = Sampling.of(MODEL)
                .with(MetropolisHastings.of((from, to, random) -> {}))
                .initial(InitialPoints.lastOf(read))
                .chains(2)
                .draws(1)
                .report(false)
                .run();
        for (String name : List.of("x[0]", "x[2]", "w[0,0]", "w[0,1]", "u[0]")) {
            assertThat(still.values(name, 1)[0]).isCloseTo(draws.values(name, 1)[49], within(1e-12));
        }
    }

    /** An element that the variable does not have is no value of a site. */
    @Test
    void whatIsMissingIsDrawn() throws IOException {
        readBack();
        Model longer = Model.of("longer", m -> m.deterministic("more", m.sample("x[3]", Normal.of(100, 1))));
        assertThat(longer.predict(read, 7).values("more")[0][0]).isGreaterThan(90);
    }
}
