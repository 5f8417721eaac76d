package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects rings and lines as the columns of a table, a group number telling them apart. */
final class Rings {

    private final List<Double> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    /**
     * Adds a closed ring; rings of one group make one area, in which a ring inside another is a hole. Points that repeat
     * the one before are left out: lets-plot takes the first point's return as the end of the ring.
     */
    void add(double[] ring, int group, double value) {
        int last = ring.length - 2;
        while (last > 0 && ring[last] == ring[0] && ring[last + 1] == ring[1]) {
            last -= 2;
        }
        for (int i = 0; i <= last; i += 2) {
            if (i == 0 || ring[i] != ring[i - 2] || ring[i + 1] != ring[i - 1]) {
                addPoint(ring[i], ring[i + 1], group, value);
            }
        }
        addPoint(ring[0], ring[1], group, value);
    }

    void addOpen(double[] line, int group, double value) {
        for (int i = 0; i < line.length; i += 2) {
            addPoint(line[i], line[i + 1], group, value);
        }
    }

    Map<String, Object> data() {
        return Spec.map("x", x, "y", y, "group", groups, "value", values);
    }

    private void addPoint(double pointX, double pointY, int group, double value) {
        x.add(pointX);
        y.add(pointY);
        groups.add(group);
        values.add(value);
    }
}
