package org.ppl4j.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Paints the frames of an animation: what changes each time, what stays (axes, colour bar, legend, points) once.
 *
 * <p>Safe to use from several threads. All lengths are in units of which a frame is {@value #WIDTH} wide.
 */
final class FramePainter {

    static final double WIDTH = 640;
    static final double HEIGHT = 556;
    private static final double SIDE = 452;
    private static final double LEFT = 62;
    private static final double TOP = 48;
    private static final double TITLE_BASELINE = 29;
    private static final Color CONTOUR = new Color(Palette.rgb(Palette.CONTOUR));

    private final Bands bands;
    private final double scale;
    private final AffineTransform toPanel;
    private final Rectangle2D panel = new Rectangle2D.Double(LEFT, TOP, SIDE, SIDE);
    private final BufferedImage below;
    private final BufferedImage above;

    FramePainter(
            Grid shape, List<LabelledPoints> classes, Bands bands, Labels labels, String valueLabel, int widthPixels) {
        this.bands = bands;
        this.scale = widthPixels / WIDTH;
        this.toPanel = new AffineTransform();
        toPanel.translate(LEFT, TOP + SIDE);
        toPanel.scale(SIDE / (shape.xMax() - shape.xMin()), -SIDE / (shape.yMax() - shape.yMin()));
        toPanel.translate(-shape.xMin(), -shape.yMin());
        int height = (int) Math.round(HEIGHT * scale);
        this.below = new BufferedImage(widthPixels, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(below);
        graphics.setColor(Color.WHITE);
        graphics.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT + 1));
        FrameDecoration decoration = new FrameDecoration(graphics, panel, toPanel);
        decoration.axes(shape, labels);
        decoration.legend(bands, valueLabel, classes);
        graphics.dispose();
        this.above = new BufferedImage(widthPixels, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D overlay = graphics(above);
        new FrameDecoration(overlay, panel, toPanel).points(classes);
        overlay.dispose();
    }

    BufferedImage paint(AnimatedContour.Frame frame) {
        BufferedImage image = new BufferedImage(below.getWidth(), below.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D plain = image.createGraphics();
        plain.drawImage(below, 0, 0, null);
        plain.dispose();
        Graphics2D graphics = graphics(image);
        title(graphics, frame.title());
        Grid fine = frame.grid().refined(ContourPlot.RESOLUTION);
        graphics.setColor(new Color(bands.colour(0)));
        graphics.fill(panel);
        Path2D lines = new Path2D.Double();
        for (int band = 1; band < bands.count(); band++) {
            List<double[]> rings = LevelRegion.rings(fine, bands.level(band));
            graphics.setColor(new Color(bands.colour(band)));
            graphics.fill(path(rings, true));
            lines.append(path(LevelRegion.lines(fine, rings), false), false);
        }
        graphics.setColor(CONTOUR);
        graphics.setStroke(new BasicStroke(0.9f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
        graphics.draw(lines);
        graphics.setTransform(new AffineTransform());
        graphics.drawImage(above, 0, 0, null);
        graphics.dispose();
        return image;
    }

    /** Returns the colours that fill areas or lines, which a reduced palette must hold exactly. */
    List<Integer> solidColours() {
        List<Integer> colours = new ArrayList<>(
                List.of(0xFFFFFF, Palette.rgb(Palette.INK), Palette.rgb(Palette.AXIS), Palette.rgb(Palette.CONTOUR)));
        for (int band = 0; band < bands.count(); band++) {
            colours.add(bands.colour(band));
        }
        Palette.CLASSES.forEach(colour -> colours.add(Palette.rgb(colour)));
        return colours;
    }

    private void title(Graphics2D graphics, String title) {
        graphics.setColor(new Color(Palette.rgb(Palette.INK)));
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont((float) Theme.TITLE_SIZE);
        double width =
                font.getStringBounds(title, graphics.getFontRenderContext()).getWidth();
        if (width > WIDTH - 20) {
            // A long title is made smaller rather than cut off.
            font = font.deriveFont((float) (Theme.TITLE_SIZE * (WIDTH - 20) / width));
            width = WIDTH - 20;
        }
        graphics.setFont(font);
        double x = Math.min(Math.max(10, panel.getCenterX() - width / 2), WIDTH - 10 - width);
        graphics.drawString(title, (float) x, (float) TITLE_BASELINE);
    }

    private Path2D path(List<double[]> lines, boolean closed) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (double[] line : lines) {
            path.moveTo(line[0], line[1]);
            for (int i = 2; i < line.length; i += 2) {
                path.lineTo(line[i], line[i + 1]);
            }
            if (closed) {
                path.closePath();
            }
        }
        path.transform(toPanel);
        return path;
    }

    private Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
        return graphics;
    }
}
