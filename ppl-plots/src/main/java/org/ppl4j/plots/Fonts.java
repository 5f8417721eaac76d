package org.ppl4j.plots;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Finds out, before anything is painted, whether the Java runtime can draw letters. */
final class Fonts {

    private Fonts() {}

    /** Throws an error with a remedy where the runtime has no fonts: its own says only "Fontconfig head is null". */
    static void require() {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                    .getStringBounds("0", new FontRenderContext(null, true, true))
                    .getWidth();
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IllegalStateException(
                    "The Java runtime cannot draw letters, which PNG and GIF need (" + e + "). Install a font and the"
                            + " font configuration library, on Debian and Ubuntu: apt-get install libfreetype6"
                            + " fontconfig fonts-dejavu-core. SVG files can be written without.",
                    e);
        }
    }
}
