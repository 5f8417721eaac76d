package org.ppl4j.math;

/**
 * The distribution function of the standard normal, its logarithm, and that one's derivative.
 *
 * <p>Tails go through {@code exp(a^2) erfc(a)}, with {@code x^2 / 2} carried exactly.
 */
final class NormalFunction {

    private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;
    private static final double SQRT_TWO_OVER_PI = 0.7978845608028654;

    /** Beyond it the square is infinite; the clamp keeps the quotient inside the polynomial's range. */
    private static final double FAR = 1e300;

    private NormalFunction() {}

    static double normalCdf(double x) {
        double magnitude = Math.abs(x);
        double tail = bell(magnitude) * scaledTail(magnitude);
        return Select.lessThan(0, x, 1 - tail, tail);
    }

    /** Of a negative number, the square is taken out; of others, the logarithm of one less the other tail is. */
    static double normalLogCdf(double x) {
        double magnitude = Math.abs(x);
        double scaled = scaledTail(magnitude);
        double tail = bell(magnitude) * scaled;
        double most = 1 - tail;
        double inside = Select.lessThan(x, 0, 0.5 * scaled, most);
        double lost = Select.lessThan(x, 0, 0, (1 - most) - tail);
        double square = Select.lessThan(x, 0, 0.5 * x * x, 0);
        return -(Math.abs(Logarithm.ofSum(inside, lost)) + square);
    }

    static double normalLogCdfDerivative(double x) {
        double magnitude = Math.abs(x);
        double scaled = scaledTail(magnitude);
        double bell = bell(magnitude);
        double quotient =
                SQRT_TWO_OVER_PI * (Select.lessThan(0, x, bell, 1) / Select.lessThan(0, x, 1 - bell * scaled, scaled));
        // Beyond 1e9 the next term of the expansion, -1/x, is lost in the rounding of -x.
        return Select.lessThan(x, -1e9, -x, quotient);
    }

    /** Returns {@code exp(-x^2 / 2) / 2} for {@code x >= 0}. */
    private static double bell(double x) {
        double finite = Math.min(x, 40);
        double square = 0.5 * finite * finite;
        double squareLow = Math.fma(0.5 * finite, finite, -square);
        double e = 0.5 * Exponential.exp(-square);
        return Math.fma(e, -squareLow, e);
    }

    private static double scaledTail(double x) {
        return ErrorFunction.scaledTail(Math.min(x, FAR) * SQRT_HALF);
    }
}
