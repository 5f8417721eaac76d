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

    Labels withTitle(String newTitle) {
        return new Labels(newTitle, x, y);
    }

    Labels withAxes(String newX, String newY) {
        return new Labels(title, newX, newY);
    }

    void addTitle(Map<String, Object> specification) {
        if (!title.isEmpty()) {
            specification.put("ggtitle", Spec.map("text", title));
        }
    }
}
