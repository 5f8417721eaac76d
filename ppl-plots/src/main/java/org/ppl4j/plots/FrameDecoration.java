package org.ppl4j.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Paints what surrounds the contours of an animation: axes, colour bar, legend and points. */
final class FrameDecoration {

    private static final double TICK_LENGTH = 4;
    private static final double BAR_LEFT = 538;
    private static final double BAR_WIDTH = 22;
    private static final double BAR_HEIGHT = 220;
    private static final double MARKER = 10;
    private static final Color INK = new Color(Palette.rgb(Palette.INK));
    private static final Color AXIS = new Color(Palette.rgb(Palette.AXIS));

    private final Graphics2D graphics;
    private final Rectangle2D panel;
    private final AffineTransform toPanel;

    FrameDecoration(Graphics2D graphics, Rectangle2D panel, AffineTransform toPanel) {
        this.graphics = graphics;
        this.panel = panel;
        this.toPanel = toPanel;
    }

    void axes(Grid shape, Labels labels) {
        for (double tick : Ticks.of(shape.xMin(), shape.xMax(), ContourPlot.TICKS)) {
            double x = toPanel.transform(new Point2D.Double(tick, shape.yMin()), null)
                    .getX();
            axisLine(x, panel.getMaxY(), x, panel.getMaxY() + TICK_LENGTH);
            text(Ticks.label(tick), Theme.TICK_SIZE, x, panel.getMaxY() + 18, 0.5);
        }
        for (double tick : Ticks.of(shape.yMin(), shape.yMax(), ContourPlot.TICKS)) {
            double y = toPanel.transform(new Point2D.Double(shape.xMin(), tick), null)
                    .getY();
            axisLine(panel.getMinX() - TICK_LENGTH, y, panel.getMinX(), y);
            text(Ticks.label(tick), Theme.TICK_SIZE, panel.getMinX() - 7, y + 4.7, 1);
        }
        text(labels.x(), Theme.LABEL_SIZE, panel.getCenterX(), panel.getMaxY() + 42, 0.5);
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, 20, panel.getCenterY());
        text(labels.y(), Theme.LABEL_SIZE, 20, panel.getCenterY(), 0.5);
        graphics.setTransform(upright);
    }

    void legend(Bands bands, String valueLabel, List<LabelledPoints> classes) {
        double rows = classes.size() * 24.0;
        double top = panel.getCenterY() - (BAR_HEIGHT + 20 + rows) / 2 + 10;
        text(valueLabel, Theme.LABEL_SIZE, BAR_LEFT, top - 12, 0);
        double bottom = top + BAR_HEIGHT;
        for (int band = 0; band < bands.count(); band++) {
            double high = bottom - BAR_HEIGHT * (band + 1) / bands.count();
            graphics.setColor(new Color(bands.colour(band)));
            // Bands overlap to the top of the bar, lest the background shine through between two.
            graphics.fill(
                    new Rectangle2D.Double(BAR_LEFT, top, BAR_WIDTH, bottom - BAR_HEIGHT * band / bands.count() - top));
            graphics.fill(new Rectangle2D.Double(BAR_LEFT, high, BAR_WIDTH, BAR_HEIGHT / bands.count()));
        }
        for (double tick : Ticks.of(bands.low(), bands.high(), 5)) {
            double y = bottom - BAR_HEIGHT * (tick - bands.low()) / (bands.high() - bands.low());
            text(Ticks.label(tick), Theme.TICK_SIZE, BAR_LEFT + BAR_WIDTH + 6, y + 4.7, 0);
        }
        for (int i = 0; i < classes.size(); i++) {
            double y = bottom + 32 + 24 * i;
            mark(i, BAR_LEFT + BAR_WIDTH / 2, y, false);
            text(classes.get(i).label(), Theme.TICK_SIZE, BAR_LEFT + BAR_WIDTH + 6, y + 4.7, 0);
        }
    }

    /** Paints all points that lie in the panel, and the panel's border. */
    void points(List<LabelledPoints> classes) {
        Shape unclipped = graphics.getClip();
        graphics.clip(panel);
        for (int i = 0; i < classes.size(); i++) {
            LabelledPoints points = classes.get(i);
            for (int k = 0; k < points.size(); k++) {
                Point2D place = toPanel.transform(new Point2D.Double(points.x(k), points.y(k)), null);
                mark(i, place.getX(), place.getY(), true);
            }
        }
        graphics.setClip(unclipped);
        graphics.setColor(AXIS);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(panel);
    }

    private void mark(int index, double x, double y, boolean ringed) {
        Shape marker = Marker.shape(index, x, y, MARKER);
        if (ringed) {
            graphics.setColor(Color.WHITE);
            graphics.setStroke(new BasicStroke(3.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_MITER));
            graphics.draw(marker);
        }
        graphics.setColor(new Color(Palette.rgb(Palette.CLASSES.get(index))));
        if (Marker.filled(index)) {
            graphics.fill(marker);
        } else {
            graphics.setStroke(new BasicStroke(1.6f));
            graphics.draw(marker);
        }
    }

    private void axisLine(double x1, double y1, double x2, double y2) {
        graphics.setColor(AXIS);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    private void text(String text, double size, double x, double y, double anchor) {
        graphics.setColor(INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size));
        double width = graphics.getFont()
                .getStringBounds(text, graphics.getFontRenderContext())
                .getWidth();
        graphics.drawString(text, (float) (x - anchor * width), (float) y);
    }
}
