package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Native memory stays bounded in a sampler's loop: measured in a process of its own, with a small heap. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MemoryTest {
    private static final int EVALUATIONS = 20_000;

    @Test
    void twentyThousandEvaluationsStayWithinTwoHundredMegabytes() throws Exception {
        // The heap is touched beforehand, so that what grows is native.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loop.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(Integer.parseInt(output.strip())).as("growth in megabytes").isLessThan(200);
    }

    /** What runs in the process. */
    static final class Loop {
        private Loop() {}

        public static void main(String[] arguments) throws IOException {
            Dl4jNetwork network = Dl4jNetwork.of(Configurations.tutorial());
            double[] parameters = network.initialParameters(1);
            double[] gradient = new double[20];
            double[] inputs = new double[160];
            double[] output = new double[80];
            int[] shape = {80, 2};
            long before = 0;
            for (int i = 0; i < EVALUATIONS; i++) {
                if (i == 200) {
                    before = residentMegabytes();
                }
                parameters[0] += 1e-9;
                network.forward(parameters, inputs, shape, output);
                network.vectorJacobianProduct(parameters, inputs, shape, output, gradient, null);
            }
            System.out.println(residentMegabytes() - before);
        }

        private static long residentMegabytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
