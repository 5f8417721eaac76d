package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the bar shows, and where it is shown at all. */
class ProgressBarTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void saysHowFarHowFastAndHowLong() {
        ProgressBar bar = new ProgressBar(new PrintStream(new ByteArrayOutputStream()), 4, 4000, 7 * SECOND);
        assertThat(bar.line(0, 7 * SECOND))
                .isEqualTo("4 chains   0 % [                              ] 0/4000 steps, 0.0/s, -:-- left");
        assertThat(bar.line(1000, 9 * SECOND))
                .isEqualTo("4 chains  25 % [=======                       ] 1000/4000 steps, 500/s, 0:06 left");
        assertThat(bar.line(1, 17 * SECOND))
                .isEqualTo("4 chains   0 % [                              ] 1/4000 steps, 0.1/s, 11:06:30 left");
        assertThat(bar.line(4000, 12 * SECOND))
                .isEqualTo("4 chains 100 % [==============================] 4000/4000 steps, 800/s, 0:00 left");
    }

    @Test
    void drawsOverItself() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProgressBar bar = new ProgressBar(new PrintStream(out, true, StandardCharsets.UTF_8), 1, 10, 0);
        bar.show(5, SECOND);
        bar.finish(10, 2 * SECOND);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r1 chain  50 % [===============               ] 5/10 steps, 5.0/s, 0:01 left\u001B[K"
                        + "\r1 chain 100 % [==============================] 10/10 steps, 5.0/s, 0:00 left\u001B[K"
                        + System.lineSeparator());
    }

    @Test
    @Timeout(60)
    void isThereOnATerminal() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "the program script(1) is not installed");
        String output = run("script", "-qec", String.join(" ", program()), "/dev/null");
        assertThat(output)
                .contains("complete=true", "\r1 chain ", "100 % [==============================] 300/300 steps");
    }

    @Test
    @Timeout(60)
    void isNotThereInAPipe() throws Exception {
        assertThat(run(program()).lines()).containsExactly("started", "complete=true", "draws=300", "end");
    }

    private static String[] program() {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            SlowProgram.class.getName(),
            "300",
            "1",
            "return"
        };
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
