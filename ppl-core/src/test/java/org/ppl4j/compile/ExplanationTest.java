package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ppl4j.compile.emit.ClassFiles;
import org.ppl4j.compile.emit.Dump;
import org.ppl4j.distribution.Laplace;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.graph.Node;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** What the compiler tells of its work. */
class ExplanationTest {

    @Test
    void sayWhatBecameOfAModel() {
        double[] data = new SplittableRandom(1).doubles(100).toArray();
        Model model = Model.of("named", m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1));
            m.observe("y", Laplace.of(mean.tanh(), Tensor.of(1)), data);
        });
        assertThat(model.explain())
                .contains("straight-line code: ")
                .contains("one loop of 100: ")
                .contains(" sums")
                .containsPattern("\\d+ bytes of class file, \\d+ numbers of memory a thread");
        Model dynamic = Model.of("dynamic", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.deterministic("d", x.doubleValue() > 0 ? x : x.negate());
        });
        assertThat(dynamic.explain())
                .isEqualTo(
                        "The model is dynamic: its lambda is run anew at every evaluation." + System.lineSeparator());
    }

    @Test
    void sumsThatNeedNoLoopAreNamed() {
        double[] data = new double[100];
        Model model = Model.of("named", m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1));
            m.observe("y", Normal.of(mean, 1), data);
        });
        assertThat(model.explain())
                .startsWith("sum folded: 100 terms into 5 numbers (ExplanationTest.java:50)" + System.lineSeparator())
                .doesNotContain("loop");
    }

    @Test
    void rolledLoopsAreNamed() {
        Model model = Model.of("looped", m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1));
            for (int i = 0; i < 100; i++) {
                m.observe("y" + i, Laplace.of(mean, Tensor.of(1)), i);
            }
        });
        assertThat(model.explain())
                .startsWith("loop rolled: 100 terms of one form into one vector operation (ExplanationTest.java:")
                .contains("one loop of 100: ");
    }

    @Test
    void whatIsDoneInEachTurnIsSaidOnce() {
        Model model = Model.of("turns", m -> {
            Tensor weights = m.sample("weights", Normal.of(0, 1).iid(8));
            for (int i = 0; i < 30; i++) {
                Tensor mean = Tensor.of(0);
                for (int k = 0; k < 8; k++) {
                    mean = mean.plus(weights.at(k).times(Math.sin(i * k)));
                }
                m.observe("y" + i, StudentT.of(4, mean, 1), 0.1);
            }
        });
        assertThat(model.explain())
                .containsOnlyOnce("loop rolled: 8 terms of one form into one vector operation (")
                .containsPattern("java:\\d+\\), 30 times");
    }

    @Test
    void graphsAreWrittenForGraphviz(@TempDir Path folder) throws IOException {
        Node x = Graphs.variable(2);
        Node sum = Tensor.of(x).tanh().sum().node();
        assertThat(Dump.dot(List.of(sum)))
                .startsWith("digraph {")
                .contains("label=\"tanh[2]\"", "label=\"sum[]\", peripheries=2", "n0 -> n1;", "n1 -> n2;");
        System.setProperty(Dump.PROPERTY, folder.toString());
        try {
            List<ClassFiles.ClassFile> classes = List.of(
                    new ClassFiles.ClassFile("org/ppl4j/generated/m", new byte[] {1}),
                    new ClassFiles.ClassFile("org/ppl4j/generated/m$Part1", new byte[] {2}));
            Dump.write(List.of(sum), classes);
            Dump.write(List.of(sum), classes);
        } finally {
            System.clearProperty(Dump.PROPERTY);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "m-0.dot", "m-0.class", "m$Part1-0.class", "m-1.dot", "m-1.class", "m$Part1-1.class");
        }
    }
}
