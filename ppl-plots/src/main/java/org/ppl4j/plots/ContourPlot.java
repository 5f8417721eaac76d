package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Draws filled contours of a function of the plane, with labelled points on top: the predictions of a classifier under
 * its data.
 *
 * <pre>{@code
 * ContourPlot.of(Grid.evaluate(-6, 6, 25, -6, 6, 25, (x, y) -> probability(x, y)))
 *         .points(LabelledPoints.byClass(rows, classes))
 *         .title("Posterior predictive probability of class 1")
 *         .picture()
 *         .writePng(Path.of("predictions.png"));
 * }</pre>
 *
 * <p>Between the points of the grid the function is interpolated smoothly, without new extremes. Immutable: each setting
 * returns a copy.
 */
public final class ContourPlot {

    /** How many points a side the interpolated grid has at least. */
    static final int RESOLUTION = 97;

    static final int TICKS = 6;

    private final Grid grid;
    private final List<LabelledPoints> classes;
    private final Bands bands;
    private final Labels labels;
    private final String valueLabel;

    private ContourPlot(Grid grid, List<LabelledPoints> classes, Bands bands, Labels labels, String valueLabel) {
        this.grid = grid;
        this.classes = classes;
        this.bands = bands;
        this.labels = labels;
        this.valueLabel = valueLabel;
    }

    /**
     * Returns a plot of a gridded function, by default with the bands of probabilities.
     *
     * @param grid the values
     */
    public static ContourPlot of(Grid grid) {
        return new ContourPlot(grid, List.of(), Bands.ofProbabilities(), new Labels("", "x", "y"), "");
    }

    /**
     * Returns a copy with points drawn on top; those outside the grid are not drawn.
     *
     * @param newClasses the classes, in the order of the legend
     */
    public ContourPlot points(List<LabelledPoints> newClasses) {
        LabelledPoints.requireDistinct(newClasses);
        return new ContourPlot(grid, List.copyOf(newClasses), bands, labels, valueLabel);
    }

    /**
     * Returns a copy with other bands of colour.
     *
     * @param newBands the bands
     */
    public ContourPlot bands(Bands newBands) {
        return new ContourPlot(grid, classes, newBands, labels, valueLabel);
    }

    /**
     * Returns a copy with a title.
     *
     * @param title the text above the picture
     */
    public ContourPlot title(String title) {
        return new ContourPlot(grid, classes, bands, labels.withTitle(title), valueLabel);
    }

    /**
     * Returns a copy with labels at its axes.
     *
     * @param x the label of the horizontal axis
     * @param y the label of the vertical axis
     */
    public ContourPlot axes(String x, String y) {
        return new ContourPlot(grid, classes, bands, labels.withAxes(x, y), valueLabel);
    }

    /**
     * Returns a copy with a label above the colour bar.
     *
     * @param label what the values are, for example "p(class 1)"
     */
    public ContourPlot valueLabel(String label) {
        return new ContourPlot(grid, classes, bands, labels, label);
    }

    /** Returns the picture. */
    public Picture picture() {
        Grid fine = grid.refined(RESOLUTION);
        List<Object> layers = new ArrayList<>();
        layers.add(fills(fine));
        layers.add(lines(fine));
        List<Object> scales = new ArrayList<>();
        scales.add(Theme.axis("x", labels.x(), grid.xMin(), grid.xMax(), TICKS));
        scales.add(Theme.axis("y", labels.y(), grid.yMin(), grid.yMax(), TICKS));
        scales.add(colours());
        if (!classes.isEmpty()) {
            layers.addAll(PointLayers.layers(classes));
            scales.addAll(PointLayers.scales(classes));
        }
        Map<String, Object> specification = Spec.map(
                "kind", "plot",
                "ggsize", Spec.map("width", 640.0, "height", 560.0),
                "data", Spec.map(),
                "mapping", Spec.map(),
                "layers", layers,
                "scales", scales,
                "coord", Spec.map("name", "fixed", "ratio", (grid.xMax() - grid.xMin()) / (grid.yMax() - grid.yMin())));
        labels.addTitle(specification, Theme.with(Theme.standard(), "panel_grid", Theme.blank()));
        return new Picture(specification);
    }

    /** Paints the region of each level over those of the lower ones; the lowest is the whole panel. */
    private Map<String, Object> fills(Grid fine) {
        Rings rings = new Rings();
        rings.add(
                new double[] {
                    grid.xMin(),
                    grid.yMin(),
                    grid.xMax(),
                    grid.yMin(),
                    grid.xMax(),
                    grid.yMax(),
                    grid.xMin(),
                    grid.yMax()
                },
                0,
                bands.middle(0));
        for (int band = 1; band < bands.count(); band++) {
            for (double[] ring : LevelRegion.rings(fine, bands.level(band))) {
                rings.add(ring, band, bands.middle(band));
            }
        }
        return Spec.map(
                "geom",
                "polygon",
                "data",
                rings.data(),
                "mapping",
                Spec.map("x", "x", "y", "y", "group", "group", "fill", "value"),
                "size",
                0.0,
                "tooltips",
                "none",
                "alpha",
                1.0);
    }

    private Map<String, Object> lines(Grid fine) {
        Rings lines = new Rings();
        int group = 0;
        for (int band = 1; band < bands.count(); band++) {
            for (double[] line : LevelRegion.lines(fine, LevelRegion.rings(fine, bands.level(band)))) {
                lines.addOpen(line, group++, bands.level(band));
            }
        }
        return Spec.map(
                "geom",
                "path",
                "data",
                lines.data(),
                "mapping",
                Spec.map("x", "x", "y", "y", "group", "group"),
                "color",
                Palette.CONTOUR,
                "size",
                0.5,
                "tooltips",
                "none",
                "show_legend",
                false);
    }

    private Map<String, Object> colours() {
        // A stop at the middle of each band: lets-plot's own mixing of colours is not quite that of the animation.
        List<String> stops = IntStream.rangeClosed(0, 2 * bands.count())
                .mapToObj(half -> Palette.hexadecimal(Palette.diverging((double) half / (2 * bands.count()))))
                .toList();
        List<Double> breaks = Ticks.of(bands.low(), bands.high(), 5);
        return Spec.map(
                "aesthetic",
                "fill",
                "name",
                valueLabel,
                "scale_mapper_kind",
                "color_gradientn",
                "colors",
                stops,
                "limits",
                List.of(bands.low(), bands.high()),
                "breaks",
                breaks,
                "labels",
                breaks.stream().map(Ticks::label).toList(),
                "guide",
                Spec.map("name", "colorbar", "barheight", 220.0, "barwidth", 22.0, "nbin", bands.count()));
    }
}
