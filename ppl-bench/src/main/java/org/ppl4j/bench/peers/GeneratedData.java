package org.ppl4j.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Data files that are made by R rather than kept: {@code generate.R} has a fixed seed, and gives the same numbers
 * everywhere.
 */
final class GeneratedData {

    /** Names the folder of the files. */
    static final String FOLDER_PROPERTY = "ppl4j.bench.data";

    private GeneratedData() {}

    /**
     * Returns a file of the folder that the system property {@value #FOLDER_PROPERTY} names, or else of one below the
     * temporary files; if it is not there, runs R in that folder first.
     *
     * @throws IllegalStateException if R cannot make it
     */
    static Path file(String name) {
        Path folder = folder();
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            generate(folder);
        }
        if (!Files.exists(file)) {
            throw failure(file, "generate.R did not write it");
        }
        return file;
    }

    static Path folder() {
        String chosen = System.getProperty(FOLDER_PROPERTY);
        return chosen != null ? Path.of(chosen) : Path.of(System.getProperty("java.io.tmpdir"), "ppl4j-bench");
    }

    private static void generate(Path folder) {
        try {
            Files.createDirectories(folder);
            Path script = folder.resolve("generate.R");
            try (InputStream stream =
                    Objects.requireNonNull(GeneratedData.class.getResourceAsStream("generate.R"), "generate.R")) {
                Files.write(script, stream.readAllBytes());
            }
            int code = new ProcessBuilder("Rscript", script.toAbsolutePath().toString())
                    .directory(folder.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw failure(folder, "Rscript generate.R ended with code " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Rscript could not be run in " + folder + ". Install R with its package jsonlite.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(folder, "interrupted while R ran");
        }
    }

    private static IllegalStateException failure(Path where, String what) {
        return new IllegalStateException("No data at " + where + ": " + what
                + ". Install R with its package jsonlite, or set -D" + FOLDER_PROPERTY
                + " to a folder that has the file.");
    }
}
