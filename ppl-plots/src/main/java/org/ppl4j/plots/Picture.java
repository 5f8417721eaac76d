package org.ppl4j.plots;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jetbrains.letsPlot.awt.plot.PlotSvgExport;
import org.jspecify.annotations.Nullable;

/**
 * A finished still picture: vector graphics that can be written as SVG, or as PNG of any width.
 *
 * <p>Immutable; may be written from several threads at once. The same picture gives the same SVG text.
 */
public final class Picture implements Drawing {

    /** The width in pixels of a PNG whose width is not given. */
    public static final int DEFAULT_WIDTH = 1600;

    private static final int MAXIMUM_WIDTH = 20_000;

    private final Map<String, Object> specification;
    private final UnaryOperator<String> frame;
    // The text costs far more than the specification, and two threads that both make it make the same.
    private volatile @Nullable String svg;

    Picture(Map<String, Object> specification) {
        this(specification, UnaryOperator.identity());
    }

    /** Makes a picture of what lets-plot draws of a specification, put into a frame of our own. */
    Picture(Map<String, Object> specification, UnaryOperator<String> frame) {
        this.specification = specification;
        this.frame = frame;
    }

    /** Returns the picture as the text of an SVG document. */
    public String toSvg() {
        String text = svg;
        if (text == null) {
            String drawn =
                    PlotSvgExport.INSTANCE.buildSvgImageFromRawSpecs(Spec.mutableCopy(specification), null, true);
            text = StableIds.rename(frame.apply(drawn));
            svg = text;
        }
        return text;
    }

    /**
     * Returns the picture as pixels.
     *
     * @param widthPixels the width of the image; its height follows from the picture's proportions
     */
    public BufferedImage toImage(int widthPixels) {
        if (widthPixels < 1 || widthPixels > MAXIMUM_WIDTH) {
            throw new IllegalArgumentException("A picture's width must be between 1 and " + MAXIMUM_WIDTH
                    + " pixels, got " + widthPixels + ". " + DEFAULT_WIDTH + " suits most uses.");
        }
        return SvgRaster.paint(toSvg(), widthPixels);
    }

    /**
     * Writes a PNG, {@link #DEFAULT_WIDTH} pixels wide; missing folders are created.
     *
     * @param file where to write
     */
    public void writePng(Path file) {
        writePng(file, DEFAULT_WIDTH);
    }

    /**
     * Writes a PNG; missing folders are created.
     *
     * @param file where to write
     * @param widthPixels the width of the image; its height follows from the picture's proportions
     */
    public void writePng(Path file, int widthPixels) {
        PictureFile.write(file, Png.encode(toImage(widthPixels)));
    }

    /**
     * Writes an SVG document; missing folders are created.
     *
     * @param file where to write
     */
    public void writeSvg(Path file) {
        PictureFile.write(file, toSvg().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            writePng(file);
        } else if (name.endsWith(".svg")) {
            writeSvg(file);
        } else {
            throw new IllegalArgumentException(
                    "A picture's file must end in .png or .svg, got \"" + file + "\". Rename the file.");
        }
    }
}
