package org.ppl4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs another program to its end. */
final class ChildProcess {

    private ChildProcess() {}

    /**
     * Returns what the program printed, line by line; its errors go where this program's go.
     *
     * @param command the program and its arguments
     * @param remedy what to do if there is no such program
     * @throws IllegalStateException if it failed
     */
    static List<String> run(List<String> command, String remedy) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            List<String> lines;
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines = reader.lines().toList();
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with code " + code + ".");
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " could not be run. " + remedy, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command.get(0) + " ran.", e);
        }
    }
}
