package org.ppl4j.plots;

import java.nio.file.Path;

/** Something that can be written to a file: a still {@link Picture} or an {@link AnimatedContour}. */
public sealed interface Drawing permits Picture, AnimatedContour {

    /**
     * Writes the drawing; missing folders are created, an existing file is replaced.
     *
     * @param file where to write; its ending names the format: {@code .png} or {@code .svg} for a picture, {@code .gif}
     *     for an animation
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    void write(Path file);
}
