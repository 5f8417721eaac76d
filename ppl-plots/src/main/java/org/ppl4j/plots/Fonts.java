package org.ppl4j.plots;

import java.awt.AWTError;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;

/** Finds out, before anything is painted, whether the Java runtime can draw letters. */
final class Fonts {

    private Fonts() {}

    /** Throws an error with a remedy where it cannot: the runtime's own says little more than "Fontconfig head". */
    static void require() {
        try {
            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics().dispose();
            new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                    .getStringBounds("0", new FontRenderContext(null, true, true))
                    .getWidth();
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            throw failure(e);
        }
    }

    static IllegalStateException failure(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String remedy = failure instanceof AWTError
                ? "Unset the environment variable DISPLAY, or start Java with -Djava.awt.headless=true."
                : "Install a font and the font libraries, on Debian and Ubuntu: apt-get install libfreetype6 fontconfig"
                        + " fonts-dejavu-core.";
        return new IllegalStateException(
                "The Java runtime cannot draw letters, which PNG and GIF need (" + root + "). " + remedy
                        + " SVG files can be written without.",
                failure);
    }
}
