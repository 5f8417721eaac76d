package org.ppl4j.plots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a whole file, with the folders that lead to it. */
final class PictureFile {

    private PictureFile() {}

    static void write(Path file, byte[] content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("The picture \"" + file + "\" could not be written: " + e, e);
        }
    }
}
