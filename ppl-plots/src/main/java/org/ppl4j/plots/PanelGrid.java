package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts panels into rows and columns, with a title above and the key to the chains' colours below. */
final class PanelGrid {

    private static final double PANEL_WIDTH = 440;
    private static final double SINGLE_WIDTH = 720;
    private static final double PANEL_HEIGHT = 220;
    private static final double TITLE_HEIGHT = 38;
    private static final double KEY_HEIGHT = 34;
    private static final double KEY_NAME = 56;
    private static final double KEY_ENTRY = 58;

    private PanelGrid() {}

    static Picture picture(String title, List<Map<String, Object>> panels, int columns, int chains) {
        int rows = (panels.size() + columns - 1) / columns;
        List<Object> cells = new ArrayList<>(panels);
        while (cells.size() < rows * columns) {
            cells.add(null);
        }
        double width = columns == 1 ? SINGLE_WIDTH : PANEL_WIDTH * columns;
        double height = PANEL_HEIGHT * rows;
        Map<String, Object> specification = Spec.map(
                "kind",
                "subplots",
                "layout",
                Spec.map(
                        "name", "grid", "ncol", columns, "nrow", rows, "hspace", 0.0, "vspace", 0.0, "fit", true,
                        "align", true),
                "figures",
                cells,
                "ggsize",
                Spec.map("width", width, "height", height));
        return new Picture(specification, inner -> frame(title, inner, width, height, chains));
    }

    /** Returns the panels' document inside another, which has room for what lets-plot's grids cannot hold. */
    private static String frame(String title, String panels, double width, double height, int chains) {
        boolean keyed = chains > 1 && chains <= Palette.CLASSES.size();
        double top = title.isEmpty() ? 0 : TITLE_HEIGHT;
        double total = top + height + (keyed ? KEY_HEIGHT : 0);
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\""
                + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" + width + "\" height=\"" + total + "\">\n"
                + "<rect width=\"" + width + "\" height=\"" + total + "\" fill=\"#FFFFFF\"/>\n");
        if (!title.isEmpty()) {
            text(svg, width / 2, 27, "middle", Theme.fitting(title, Theme.TITLE_SIZE, width - 20), "bold", title);
        }
        svg.append(panels.replaceFirst("<svg ", "<svg y=\"" + top + "\" ")).append('\n');
        if (keyed) {
            key(svg, width, top + height + 15, chains);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void key(StringBuilder svg, double width, double y, int chains) {
        double x = (width - KEY_NAME - KEY_ENTRY * chains) / 2;
        text(svg, x, y + 5, "start", Theme.LABEL_SIZE, "normal", "Chain");
        for (int chain = 0; chain < chains; chain++) {
            double start = x + KEY_NAME + KEY_ENTRY * chain;
            svg.append("<line x1=\"" + start + "\" x2=\"" + (start + 26) + "\" y1=\"" + y + "\" y2=\"" + y
                    + "\" stroke-width=\"3\" stroke=\"" + Palette.chain(chain) + "\"/>\n");
            text(svg, start + 32, y + 5, "start", Theme.TICK_SIZE, "normal", ChainPanels.chainName(chain));
        }
    }

    private static void text(
            StringBuilder svg, double x, double y, String anchor, double size, String weight, String words) {
        svg.append("<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\" font-size=\"" + size
                        + "px\" font-weight=\"" + weight + "\" font-family=\"Lucida Grande, sans-serif\" fill=\""
                        + Palette.INK + "\">")
                .append(words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                .append("</text>\n");
    }
}
