package org.ppl4j.plots;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws filled contours that change from frame to frame, as an animated GIF that repeats for ever: predictions draw by
 * draw.
 *
 * <p>A frame looks like a {@link ContourPlot}: the same contours, colours and markers. Immutable: each setting returns a
 * copy.
 *
 * <pre>{@code
 * List<AnimatedContour.Frame> frames = new ArrayList<>();
 * for (int i = 0; i < draws.length; i++) {
 *     frames.add(new AnimatedContour.Frame("Iteration " + (i + 1), predictions(draws[i])));
 * }
 * AnimatedContour.of(frames).points(data).writeGif(Path.of("posterior.gif"));
 * }</pre>
 */
public final class AnimatedContour implements Drawing {

    /** The width in pixels of an animation whose width is not given. */
    public static final int DEFAULT_WIDTH = 640;

    private static final int SAMPLES = 3;
    private static final int MINIMUM_WIDTH = 160;
    private static final int MAXIMUM_WIDTH = 4000;

    /**
     * One picture of an animation.
     *
     * @param title the text above it
     * @param grid the values
     */
    public record Frame(String title, Grid grid) {}

    private final List<Frame> frames;
    private final List<LabelledPoints> classes;
    private final Bands bands;
    private final Labels labels;
    private final String valueLabel;
    private final int delayMillis;

    private AnimatedContour(
            List<Frame> frames,
            List<LabelledPoints> classes,
            Bands bands,
            Labels labels,
            String valueLabel,
            int delayMillis) {
        this.frames = frames;
        this.classes = classes;
        this.bands = bands;
        this.labels = labels;
        this.valueLabel = valueLabel;
        this.delayMillis = delayMillis;
    }

    /**
     * Returns an animation of frames, by default with the bands of probabilities and ten frames a second.
     *
     * @param frames the frames, their grids of the same limits and size
     */
    public static AnimatedContour of(List<Frame> frames) {
        Check.notEmpty("An animation's frames", frames.size());
        Grid first = frames.get(0).grid();
        for (int i = 1; i < frames.size(); i++) {
            if (!frames.get(i).grid().sameShape(first)) {
                throw new IllegalArgumentException("Frame " + i + " (\""
                        + frames.get(i).title() + "\") has " + frames.get(i).grid() + " but frame 0 has " + first
                        + ". Give all frames the same grid.");
            }
        }
        return new AnimatedContour(
                List.copyOf(frames), List.of(), Bands.ofProbabilities(), new Labels("", "x", "y"), "", 100);
    }

    /**
     * Returns a copy with points drawn on top of every frame; those outside the grid are not drawn.
     *
     * @param newClasses the classes, in the order of the legend
     */
    public AnimatedContour points(List<LabelledPoints> newClasses) {
        LabelledPoints.requireDistinct(newClasses);
        return new AnimatedContour(frames, List.copyOf(newClasses), bands, labels, valueLabel, delayMillis);
    }

    /**
     * Returns a copy with other bands of colour.
     *
     * @param newBands the bands
     */
    public AnimatedContour bands(Bands newBands) {
        return new AnimatedContour(frames, classes, newBands, labels, valueLabel, delayMillis);
    }

    /**
     * Returns a copy with labels at its axes.
     *
     * @param x the label of the horizontal axis
     * @param y the label of the vertical axis
     */
    public AnimatedContour axes(String x, String y) {
        return new AnimatedContour(frames, classes, bands, labels.withAxes(x, y), valueLabel, delayMillis);
    }

    /**
     * Returns a copy with a label above the colour bar.
     *
     * @param label what the values are, for example "p(class 1)"
     */
    public AnimatedContour valueLabel(String label) {
        return new AnimatedContour(frames, classes, bands, labels, label, delayMillis);
    }

    /**
     * Returns a copy that shows each frame for some time.
     *
     * @param milliseconds the time, from 20 to 60,000; GIF keeps it to the hundredth of a second
     */
    public AnimatedContour delayMillis(int milliseconds) {
        if (milliseconds < 20 || milliseconds > 60_000) {
            throw new IllegalArgumentException("A frame must be shown for 20 to 60000 milliseconds, got " + milliseconds
                    + ". Viewers slow down what is faster; 100 suits most animations.");
        }
        return new AnimatedContour(frames, classes, bands, labels, valueLabel, milliseconds);
    }

    /**
     * Returns one frame as pixels.
     *
     * @param index which frame
     * @param widthPixels the width of the image; its height follows
     */
    public BufferedImage toImage(int index, int widthPixels) {
        return painter(widthPixels).paint(frames.get(index));
    }

    /**
     * Writes an animated GIF, {@link #DEFAULT_WIDTH} pixels wide; missing folders are created.
     *
     * @param file where to write
     */
    public void writeGif(Path file) {
        writeGif(file, DEFAULT_WIDTH);
    }

    /**
     * Writes an animated GIF; missing folders are created.
     *
     * @param file where to write
     * @param widthPixels the width of the animation; its height follows
     */
    public void writeGif(Path file, int widthPixels) {
        FramePainter painter = painter(widthPixels);
        FixedPalette palette = palette(painter);
        int delay = Math.round(delayMillis / 10f);
        List<byte[]> encoded = IntStream.range(0, frames.size())
                .parallel()
                .mapToObj(i -> AnimatedGif.encode(palette.index(painter.paint(frames.get(i))), delay, i == 0))
                .toList();
        PictureFile.write(file, AnimatedGif.join(encoded));
    }

    /** Returns the colours of frames spread over the animation: all frames draw from the same bands and shades. */
    private FixedPalette palette(FramePainter painter) {
        int samples = Math.min(frames.size(), SAMPLES);
        List<BufferedImage> sample = IntStream.range(0, samples)
                .map(i -> (int) ((long) i * (frames.size() - 1) / Math.max(1, samples - 1)))
                .mapToObj(i -> painter.paint(frames.get(i)))
                .toList();
        return FixedPalette.of(sample, painter.solidColours());
    }

    @Override
    public void write(Path file) {
        if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".gif")) {
            throw new IllegalArgumentException(
                    "An animation's file must end in .gif, got \"" + file + "\". Rename the file.");
        }
        writeGif(file);
    }

    private FramePainter painter(int widthPixels) {
        if (widthPixels < MINIMUM_WIDTH || widthPixels > MAXIMUM_WIDTH) {
            throw new IllegalArgumentException("An animation's width must be between " + MINIMUM_WIDTH + " and "
                    + MAXIMUM_WIDTH + " pixels, got " + widthPixels + ". " + DEFAULT_WIDTH + " suits most uses.");
        }
        Fonts.require();
        return new FramePainter(frames.get(0).grid(), classes, bands, labels, valueLabel, widthPixels);
    }
}
