package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws points of the plane, in one or several labelled classes.
 *
 * <pre>{@code
 * ScatterPlot.of(LabelledPoints.byClass(rows, classes, "class 0", "class 1"))
 *         .title("The data")
 *         .limits(-6, 6, -6, 6)
 *         .square()
 *         .picture()
 *         .writePng(Path.of("data.png"));
 * }</pre>
 *
 * <p>Immutable: each setting returns a copy.
 */
public final class ScatterPlot {

    private static final int TICKS = 6;

    private final List<LabelledPoints> classes;
    private final Labels labels;
    private final boolean square;
    private final double @Nullable [] limits;

    private ScatterPlot(List<LabelledPoints> classes, Labels labels, boolean square, double @Nullable [] limits) {
        this.classes = classes;
        this.labels = labels;
        this.square = square;
        this.limits = limits;
    }

    /**
     * Returns a plot of classes of points.
     *
     * @param classes the classes, in the order of the legend
     */
    public static ScatterPlot of(List<LabelledPoints> classes) {
        Check.notEmpty("A scatter plot's classes", classes.size());
        LabelledPoints.requireDistinct(classes);
        return new ScatterPlot(List.copyOf(classes), new Labels("", "x", "y"), false, null);
    }

    /**
     * Returns a plot of classes of points.
     *
     * @param classes the classes, in the order of the legend
     */
    public static ScatterPlot of(LabelledPoints... classes) {
        return of(List.of(classes));
    }

    /**
     * Returns a copy with a title.
     *
     * @param title the text above the picture
     */
    public ScatterPlot title(String title) {
        return new ScatterPlot(classes, labels.withTitle(title), square, limits);
    }

    /**
     * Returns a copy with labels at its axes.
     *
     * @param x the label of the horizontal axis
     * @param y the label of the vertical axis
     */
    public ScatterPlot axes(String x, String y) {
        return new ScatterPlot(classes, labels.withAxes(x, y), square, limits);
    }

    /** Returns a copy whose panel is as high as wide: with equal limits, a unit of x is as long as one of y. */
    public ScatterPlot square() {
        return new ScatterPlot(classes, labels, true, limits);
    }

    /**
     * Returns a copy with fixed limits; points outside are not drawn. Without limits, all points are.
     *
     * @param xMin the left end
     * @param xMax the right end
     * @param yMin the lower end
     * @param yMax the upper end
     */
    public ScatterPlot limits(double xMin, double xMax, double yMin, double yMax) {
        Check.interval("The x limits", xMin, xMax);
        Check.interval("The y limits", yMin, yMax);
        return new ScatterPlot(classes, labels, square, new double[] {xMin, xMax, yMin, yMax});
    }

    /** Returns the picture. */
    public Picture picture() {
        double[] box = limits == null ? around() : limits;
        List<Object> scales = new ArrayList<>();
        scales.add(Theme.axis("x", labels.x(), box[0], box[1], TICKS));
        scales.add(Theme.axis("y", labels.y(), box[2], box[3], TICKS));
        scales.addAll(PointLayers.scales(classes));
        boolean legend = classes.size() > 1;
        Map<String, Object> specification = Spec.map(
                "kind", "plot",
                "ggsize",
                        Spec.map("width", square ? (legend ? 620.0 : 540.0) : 720.0, "height", square ? 540.0 : 480.0),
                "data", Spec.map(),
                "mapping", Spec.map(),
                "layers", PointLayers.layers(classes),
                "scales", scales);
        if (square) {
            specification.put("coord", Spec.map("name", "fixed", "ratio", (box[1] - box[0]) / (box[3] - box[2])));
        }
        labels.addTitle(
                specification, legend ? Theme.standard() : Theme.with(Theme.standard(), "legend_position", "none"));
        return new Picture(specification);
    }

    private double[] around() {
        Span x = new Span();
        Span y = new Span();
        for (LabelledPoints points : classes) {
            for (int i = 0; i < points.size(); i++) {
                x.add(points.x(i));
                y.add(points.y(i));
            }
        }
        return new double[] {x.low(), x.high(), y.low(), y.high()};
    }
}
