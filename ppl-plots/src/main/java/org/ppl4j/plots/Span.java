package org.ppl4j.plots;

/** The interval that some values fill, with a margin around it; never empty. */
final class Span {

    private static final double MARGIN = 0.05;

    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    void add(double value) {
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
    }

    double minimum() {
        return minimum;
    }

    double maximum() {
        return maximum;
    }

    double low() {
        return minimum - margin();
    }

    double high() {
        return maximum + margin();
    }

    private double margin() {
        double extent = maximum - minimum;
        return extent > Math.abs(maximum) * 1e-12 ? MARGIN * extent : Math.max(1e-3, MARGIN * Math.abs(maximum));
    }
}
