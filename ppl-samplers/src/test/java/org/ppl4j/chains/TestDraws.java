package org.ppl4j.chains;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the draws that the diagnostics are tested with. */
final class TestDraws {

    private TestDraws() {}

    static Stream<String> lines(String file) {
        InputStream stream = Objects.requireNonNull(
                TestDraws.class.getResourceAsStream("diagnostics/" + file), () -> "no test resource " + file);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            return reader.lines().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the draws of a set, an array a chain. */
    static double[][] read(String set) {
        List<String[]> lines =
                lines(set + ".csv").skip(1).map(line -> line.split(",", -1)).toList();
        double[][] chains = new double[lines.get(0).length][lines.size()];
        for (int draw = 0; draw < lines.size(); draw++) {
            for (int chain = 0; chain < chains.length; chain++) {
                chains[chain][draw] = number(lines.get(draw)[chain]);
            }
        }
        return chains;
    }

    private static double number(String text) {
        return text.equals("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
