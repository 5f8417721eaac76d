package org.ppl4j.plots;

import java.util.Map;

/**
 * The words around a picture.
 *
 * @param title the text above it, empty for none
 * @param x the label of the horizontal axis
 * @param y the label of the vertical axis
 */
record Labels(String title, String x, String y) {

    // What a title centred over the panel can take before it meets the picture's edge.
    private static final double TITLE_WIDTH = 530;

    Labels withTitle(String newTitle) {
        return new Labels(newTitle, x, y);
    }

    Labels withAxes(String newX, String newY) {
        return new Labels(title, newX, newY);
    }

    /** Puts a title into a specification, small enough for a width, and the theme. */
    static void addTitle(
            Map<String, Object> specification, Map<String, Object> theme, String title, double size, double width) {
        if (title.isEmpty()) {
            specification.put("theme", theme);
            return;
        }
        specification.put("ggtitle", Spec.map("text", title));
        specification.put("theme", Theme.with(theme, "plot_title", Theme.title(title, size, width)));
    }

    void addTitle(Map<String, Object> specification, Map<String, Object> theme) {
        addTitle(specification, theme, title, Theme.TITLE_SIZE, TITLE_WIDTH);
    }
}
