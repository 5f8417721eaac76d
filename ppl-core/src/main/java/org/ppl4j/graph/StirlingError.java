package org.ppl4j.graph;

import org.ppl4j.math.Elementary;
import org.ppl4j.math.Special;

/** The error of Stirling's formula: the log-gamma function at x minus (x - 1/2) log(x) - x + log(2π) / 2. */
public record StirlingError() implements UnaryOp {

    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

    /** From here the asymptotic series of seven terms is exact to double precision. */
    private static final double SERIES_FROM = 16;

    @Override
    public double apply(double x) {
        return stirlingError(x);
    }

    /**
     * Returns the error of Stirling's formula, for a positive operand.
     *
     * @param x the operand
     */
    public static double stirlingError(double x) {
        if (x < SERIES_FROM) {
            return Special.logGamma(x) - ((x - 0.5) * Elementary.log(x) - x + HALF_LOG_TWO_PI);
        }
        double r = 1 / x;
        double s = r * r;
        double series = 1.0 / 156;
        series = -691.0 / 360360 + s * series;
        series = 1.0 / 1188 + s * series;
        series = -1.0 / 1680 + s * series;
        series = 1.0 / 1260 + s * series;
        series = -1.0 / 360 + s * series;
        return r * (1.0 / 12 + s * series);
    }

    @Override
    public void emit(Code code) {
        code.call(StirlingError.class, "stirlingError", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        Node gap = Nodes.subtract(Nodes.apply(new Digamma(), x), Nodes.log(x));
        return Nodes.add(gap, Nodes.divide(Nodes.constant(0.5), x));
    }
}
