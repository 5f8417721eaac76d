package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Logistic;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** What a JVM says that was started without the vector module: one of its own, as that of the tests may have it. */
class MissingVectorModuleTest {

    private static final String HINT =
            "INFO: Models are evaluated without SIMD instructions, with which many gradients take"
                    + " half the time or less. To use them, start Java with --add-modules jdk.incubator.vector.";

    /** Compiles and explains two models. */
    static final class Program {
        public static void main(String[] arguments) {
            for (String name : List.of("first", "second")) {
                Model model = Model.of(name, m -> {
                    Tensor mu = m.sample("mu", Normal.of(0, 1));
                    m.observe("y", Logistic.of(mu, 1), new double[100]);
                });
                System.out.println(model.explain());
            }
        }
    }

    /** Whatever class path the tests were started with, or what loaded them. */
    private static String classPath() {
        return Stream.of(MissingVectorModuleTest.class, Model.class, ByteBuddy.class)
                .map(type -> new File(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> linesOf(String simd) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Dppl4j.simd=" + simd,
                        "-Duser.language=en",
                        "-cp",
                        classPath(),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void askedForItIsSaidOnceWhatIsMissed() throws IOException {
        assertThat(linesOf("on"))
                .containsOnlyOnce(HINT)
                .contains("form in use: scalar: the module jdk.incubator.vector is not there");
    }

    @Test
    void leftOutNothingIsSaid() throws IOException {
        assertThat(linesOf("off")).doesNotContain(HINT).contains("form in use: scalar");
    }
}
