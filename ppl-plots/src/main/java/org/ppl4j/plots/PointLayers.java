package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws classes of points, each with its own colour and marker, ringed in white to stand out from what lies below. */
final class PointLayers {

    // Numbers of lets-plot's markers: disc, triangle, square, diamond, and the outlines of the first three.
    private static final List<Integer> MARKERS = List.of(16, 17, 15, 18, 1, 2, 0);
    private static final double SIZE = 4.6;
    private static final double RING = 1.9;

    private PointLayers() {}

    static List<Object> layers(List<LabelledPoints> classes) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (LabelledPoints points : classes) {
            for (int i = 0; i < points.size(); i++) {
                x.add(points.x(i));
                y.add(points.y(i));
                labels.add(points.label());
            }
        }
        Map<String, Object> data = Spec.map("px", x, "py", y, "class", labels);
        Map<String, Object> ring =
                Spec.map("geom", "point", "data", data, "size", SIZE + RING, "color", "#FFFFFF", "show_legend", false);
        ring.put("mapping", Spec.map("x", "px", "y", "py", "shape", "class"));
        Map<String, Object> marks = Spec.map("geom", "point", "data", data, "size", SIZE);
        marks.put("mapping", Spec.map("x", "px", "y", "py", "color", "class", "shape", "class"));
        return List.of(ring, marks);
    }

    static List<Object> scales(List<LabelledPoints> classes) {
        List<String> labels = classes.stream().map(LabelledPoints::label).toList();
        return List.of(
                manual("color", labels, Palette.CLASSES.subList(0, labels.size())),
                manual("shape", labels, MARKERS.subList(0, labels.size())));
    }

    private static Map<String, Object> manual(String aesthetic, List<String> labels, List<?> values) {
        return Spec.map(
                "aesthetic",
                aesthetic,
                "name",
                "",
                "discrete",
                true,
                "breaks",
                labels,
                "limits",
                labels,
                "values",
                values);
    }
}
