package org.ppl4j.plots;

import java.util.List;
import java.util.Map;

/** The look that all still pictures share. */
final class Theme {

    static final double TITLE_SIZE = 18;
    static final double LABEL_SIZE = 15;
    static final double TICK_SIZE = 13;

    private Theme() {}

    static Map<String, Object> standard() {
        return Spec.map(
                "name", "bw",
                "text", Spec.map("name", "text", "color", Palette.INK),
                "axis_title", text(LABEL_SIZE),
                "axis_text", text(TICK_SIZE),
                "axis_text_x", Spec.map("name", "text", "angle", 0.0),
                "legend_title", text(LABEL_SIZE),
                "legend_text", text(TICK_SIZE),
                "legend_background", blank(),
                "axis_ticks", Spec.map("name", "line", "color", Palette.AXIS, "size", 0.8),
                "panel_border", Spec.map("name", "rect", "color", Palette.AXIS, "size", 0.8),
                "panel_grid_major", Spec.map("name", "line", "color", Palette.GRID, "size", 0.6),
                "panel_grid_minor", blank(),
                "plot_margin", Spec.map("t", 12.0, "r", 16.0, "b", 10.0, "l", 10.0));
    }

    static Map<String, Object> with(Map<String, Object> theme, Object... keysAndValues) {
        Map<String, Object> copy = Spec.mutableCopy(theme);
        copy.putAll(Spec.map(keysAndValues));
        return copy;
    }

    /** Returns the look of a title: as large as asked, or smaller if it would not fit into a width. */
    static Map<String, Object> title(String title, double size, double width) {
        return Spec.map(
                "name",
                "text",
                "size",
                fitting(title, size, width),
                "face",
                "bold",
                "hjust",
                0.5,
                "color",
                Palette.INK);
    }

    /** Returns a font size at which bold words fit into a width: letters are about 0.64 of it wide on average. */
    static double fitting(String words, double size, double width) {
        return Math.max(6, Math.min(size, width / (0.64 * Math.max(1, words.length()))));
    }

    static Map<String, Object> text(double size) {
        return Spec.map("name", "text", "size", size, "color", Palette.INK);
    }

    static Map<String, Object> blank() {
        return Spec.map("name", "blank", "blank", true);
    }

    /** Returns a continuous axis with its own limits and ticks and no room beyond them. */
    static Map<String, Object> axis(String aesthetic, String name, double low, double high, int ticks) {
        List<Double> breaks = Ticks.of(low, high, ticks);
        return Spec.map(
                "aesthetic",
                aesthetic,
                "name",
                name,
                "limits",
                List.of(low, high),
                "breaks",
                breaks,
                "labels",
                breaks.stream().map(Ticks::label).toList(),
                "expand",
                List.of(0.0, 0.0));
    }
}
