package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Points of the plane that belong together, with the label under which a legend names them. */
public final class LabelledPoints {

    private final String label;
    private final double[] x;
    private final double[] y;

    private LabelledPoints(String label, double[] x, double[] y) {
        this.label = label;
        this.x = x;
        this.y = y;
    }

    /**
     * Returns points with a label.
     *
     * @param label the name in the legend
     * @param x the horizontal coordinates
     * @param y the vertical coordinates, as many
     */
    public static LabelledPoints of(String label, double[] x, double[] y) {
        Check.name("A class of points", label);
        String what = "Points \"" + label + "\"";
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    what + ": x has " + x.length + " values but y has " + y.length + ". Give one y for each x.");
        }
        Check.notEmpty(what, x.length);
        Check.finite(what + ": x", x);
        Check.finite(what + ": y", y);
        return new LabelledPoints(label, x.clone(), y.clone());
    }

    /**
     * Returns the rows of a table of points, one element for each class, ordered by class.
     *
     * @param rows the points, each with two coordinates
     * @param classes the class of each point
     * @param labels the legend's names of the classes, lowest class first; without any, the classes' numbers
     */
    public static List<LabelledPoints> byClass(double[][] rows, int[] classes, String... labels) {
        if (rows.length != classes.length) {
            throw new IllegalArgumentException("There are " + rows.length + " points but " + classes.length
                    + " classes. Give one class for each point.");
        }
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != 2) {
                throw new IllegalArgumentException("Point " + row + " has " + rows[row].length
                        + " coordinates; a picture of the plane needs 2. Select two columns.");
            }
        }
        Set<Integer> distinct = new TreeSet<>(Arrays.stream(classes).boxed().toList());
        if (labels.length != 0 && labels.length != distinct.size()) {
            throw new IllegalArgumentException(
                    "There are " + distinct.size() + " classes " + distinct + " but " + labels.length + " labels "
                            + Arrays.toString(labels) + ". Give one label for each class, or none.");
        }
        List<LabelledPoints> result = new ArrayList<>();
        for (int wanted : distinct) {
            double[][] members = IntStream.range(0, rows.length)
                    .filter(row -> classes[row] == wanted)
                    .mapToObj(row -> rows[row])
                    .toArray(double[][]::new);
            String label = labels.length == 0 ? Integer.toString(wanted) : labels[result.size()];
            result.add(of(label, column(members, 0), column(members, 1)));
        }
        return List.copyOf(result);
    }

    /** Returns the name in the legend. */
    public String label() {
        return label;
    }

    /** Returns the number of points. */
    public int size() {
        return x.length;
    }

    /**
     * Returns a point's horizontal coordinate.
     *
     * @param index which point
     */
    public double x(int index) {
        return x[index];
    }

    /**
     * Returns a point's vertical coordinate.
     *
     * @param index which point
     */
    public double y(int index) {
        return y[index];
    }

    /** Throws where two classes share a label or there are more classes than colours. */
    static void requireDistinct(List<LabelledPoints> classes) {
        Set<String> seen = new LinkedHashSet<>();
        for (LabelledPoints points : classes) {
            if (!seen.add(points.label)) {
                throw new IllegalArgumentException("Two classes of points are both labelled \"" + points.label
                        + "\". Give each its own label, or join their points.");
            }
        }
        if (classes.size() > Palette.CLASSES.size()) {
            throw new IllegalArgumentException("A picture shows at most " + Palette.CLASSES.size()
                    + " classes of points that can be told apart, got " + classes.size() + ". Join some of them.");
        }
    }

    private static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }
}
