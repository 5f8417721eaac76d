package org.ppl4j.math;

/**
 * The inverse of the distribution function of the standard normal.
 *
 * <p>It is algorithm AS 241 (M. J. Wichura, <em>Applied Statistics</em> 37, 1988, pages 477-484, routine PPND16).
 */
final class NormalQuantile {

    private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;

    private static final double[] CENTRE_NUMERATOR = {
        3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
        45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227
    };
    private static final double[] CENTRE_DENOMINATOR = {
        1,
        42.31333070160091,
        687.1870074920579,
        5394.196021424751,
        21213.794301586597,
        39307.89580009271,
        28729.085735721943,
        5226.495278852854
    };
    private static final double[] TAIL_NUMERATOR = {
        1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
        1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414
    };
    private static final double[] TAIL_DENOMINATOR = {
        1,
        2.053191626637759,
        1.6763848301838038,
        0.6897673349851,
        0.14810397642748008,
        0.015198666563616457,
        0.0005475938084995345,
        1.0507500716444169e-09
    };
    private static final double[] FAR_NUMERATOR = {
        6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
        0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07
    };
    private static final double[] FAR_DENOMINATOR = {
        1,
        0.599832206555888,
        0.1369298809227358,
        0.014875361290850615,
        0.0007868691311456133,
        1.8463183175100548e-05,
        1.421511758316446e-07,
        2.0442631033899397e-15
    };

    private NormalQuantile() {}

    static double quantile(double p) {
        if (!(p >= 0 && p <= 1)) {
            return Double.NaN;
        }
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            return centre(q);
        }
        return q < 0 ? -upper(p) : upper(1 - p);
    }

    static double erfInverse(double z) {
        if (!(z >= -1 && z <= 1)) {
            return Double.NaN;
        }
        double magnitude = Math.abs(z);
        double quantile = magnitude <= 0.85 ? centre(0.5 * magnitude) : upper(0.5 * (1 - magnitude));
        return Math.copySign(quantile * SQRT_HALF, z);
    }

    /** Returns the quantile of {@code 1/2 + q} for {@code |q| <= 0.425}. */
    private static double centre(double q) {
        double r = 0.180625 - q * q;
        return q * Polynomials.evaluate(CENTRE_NUMERATOR, r) / Polynomials.evaluate(CENTRE_DENOMINATOR, r);
    }

    /** Returns the quantile of {@code 1 - p} for {@code p < 0.075}. */
    private static double upper(double p) {
        if (p == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double r = Math.sqrt(-Elementary.log(p));
        return r <= 5
                ? Polynomials.evaluate(TAIL_NUMERATOR, r - 1.6) / Polynomials.evaluate(TAIL_DENOMINATOR, r - 1.6)
                : Polynomials.evaluate(FAR_NUMERATOR, r - 5) / Polynomials.evaluate(FAR_DENOMINATOR, r - 5);
    }
}
