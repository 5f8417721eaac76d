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
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.HalfNormal;
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
                .startsWith("sum folded: 100 terms into 5 numbers (ExplanationTest.java:54)" + System.lineSeparator())
                .doesNotContain("loop");
    }

    @Test
    void sumsOfOneMultipleOfTheDataAreNamedToo() {
        double[] data = new SplittableRandom(2).doubles(100).toArray();
        Model vector = Model.of("exponential", m -> {
            Tensor rate = m.sample("rate", HalfNormal.of(1));
            m.observe("y", Exponential.of(rate), data);
        });
        Model loop = Model.of("exponential loop", m -> {
            Tensor rate = m.sample("rate", HalfNormal.of(1));
            for (int i = 0; i < data.length; i++) {
                m.observe("y" + i, Exponential.of(rate), data[i]);
            }
        });
        Model counts = Model.of("binomial loop", m -> {
            Tensor chance = m.sample("chance", Beta.of(1, 1));
            for (int i = 0; i < 100; i++) {
                m.observe("y" + i, Binomial.of(5, chance), i % 6);
            }
        });
        for (Model model : List.of(vector, loop, counts)) {
            assertThat(model.explain())
                    .containsOnlyOnce("sum folded: ")
                    .containsPattern("sum folded: 100 terms into 1 number \\(ExplanationTest.java:\\d+\\)")
                    .doesNotContain("one loop of");
        }
        Model unfolded = Model.of("laplace", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            m.observe("y", Laplace.of(m.sample("mean", Normal.of(0, 1)), scale), data);
        });
        assertThat(unfolded.explain()).contains("one loop of 100").doesNotContain("sum folded");
    }

    private static String explainIrregular(int steps) {
        SplittableRandom random = new SplittableRandom(3);
        return Model.of("irregular", m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    Tensor state = x;
                    for (int i = 0; i < steps; i++) {
                        state = switch (random.nextInt(5)) {
                            case 0 -> state.tanh();
                            case 1 -> state.plus(x.times(random.nextDouble()));
                            case 2 -> state.sin();
                            case 3 -> state.square().plus(1).log();
                            default -> state.sigmoid().minus(x);
                        };
                    }
                    m.factor("f", state);
                })
                .explain();
    }

    @Test
    void aLoopThatIsWrittenOutInSeveralMethodsIsNamed() {
        for (int steps : new int[] {60, 300}) {
            assertThat(explainIrregular(steps).lines().findFirst().orElseThrow())
                    .matches(
                            "a chain of \\d+ operations, each on the one before, in which no loop was found whose steps"
                                    + " are all alike: it is compiled one operation after the other, in \\d+ methods;"
                                    + " if it is a recurrence, Tensor.scan says what a step is");
        }
        assertThat(explainIrregular(10)).doesNotContain("a chain of");
    }

    @Test
    void straightLineCodeOfManySitesIsNoLoop() {
        Model model = Model.of("sites", m -> {
            for (int i = 0; i < 60; i++) {
                Tensor scale = m.sample("scale" + i, HalfNormal.of(1 + i));
                m.factor("f" + i, i % 2 == 0 ? scale.sin() : i % 3 == 0 ? scale.tanh() : scale.log1p());
            }
        });
        assertThat(model.explain().split("straight-line code: ", -1)).hasSizeGreaterThan(2);
        assertThat(model.explain()).doesNotContain("a chain of");
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
