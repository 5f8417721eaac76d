package org.ppl4j.plots;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The markers of classes of points, as shapes; the same, in the same order, as in still pictures. */
final class Marker {

    private Marker() {}

    static boolean filled(int index) {
        return index < 4;
    }

    static Shape shape(int index, double x, double y, double size) {
        double half = size / 2;
        return switch (index % 7) {
            case 0, 4 -> new Ellipse2D.Double(x - half, y - half, size, size);
            case 1, 5 ->
                polygon(x, y - half * 1.15, x + half * 1.15, y + half * 0.85, x - half * 1.15, y + half * 0.85);
            case 2, 6 -> new Rectangle2D.Double(x - half * 0.9, y - half * 0.9, size * 0.9, size * 0.9);
            default -> polygon(x, y - half, x + half, y, x, y + half, x - half, y);
        };
    }

    private static Path2D polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
