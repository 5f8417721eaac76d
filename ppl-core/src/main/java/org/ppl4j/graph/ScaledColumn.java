package org.ppl4j.graph;

/** A column of data in units of a power of two near its largest finite element, so that no square overflows. */
final class ScaledColumn {

    private final double[] elements;
    private final Indices places;
    private final int exponent;
    private final double scale;

    private ScaledColumn(double[] elements, Indices places, int exponent) {
        this.elements = elements;
        this.places = places;
        this.exponent = exponent;
        this.scale = Math.scalb(1.0, -exponent);
    }

    static ScaledColumn of(LeastSquares.Column column, double[][] operands) {
        double[] elements = operands[column.operand()];
        Indices places = column.elements();
        double largest = 0;
        for (int i = 0; i < places.size(); i++) {
            double size = Math.abs(elements[places.at(i)]);
            largest = size > largest && size < Double.POSITIVE_INFINITY ? size : largest;
        }
        return new ScaledColumn(elements, places, largest > 0 ? Math.getExponent(largest) : 0);
    }

    /** Returns the binary exponent of the unit. */
    int exponent() {
        return exponent;
    }

    double at(int row) {
        return elements[places.at(row)] * scale;
    }
}
