package org.ppl4j.math;

/**
 * The derivatives of the logarithm of the gamma function.
 *
 * <p>Asymptotic series for large arguments (NIST <em>Digital Library of Mathematical Functions</em>, 5.11.2 and 5.15.8),
 * reached by recurrence; for digamma and trigamma, minimax polynomials around 2, and reflection (DLMF 5.5.4, 5.15.6) on
 * the negative axis.
 */
final class Polygamma {

    /** The largest order accepted: its factorials and powers stay well inside the range of a double. */
    static final int MAXIMUM_ORDER = 20;

    private static final double DIGAMMA_SERIES_FROM = 8;
    private static final double TRIGAMMA_SERIES_FROM = 10;
    private static final double POLYGAMMA_SERIES_FROM = 10;

    /** Two minus the zero of digamma, 1.4616..., in two parts, so that the distance to the zero is formed accurately. */
    private static final double TWO_MINUS_ZERO = 2 - 0x1.762d86356be3fp+0;

    private static final double ZERO_LOW = 0x1.b86a722197829p-54;

    // Minimax for digamma(2 + t) / (2 + t - zero) in t on [-0.75, 0.25], relative: 2^-58.4.
    private static final double[] DIGAMMA_NEAR_TWO = {
        0x1.9213d46736ba4p-1, -0x1.0aff270ca07a7p-2, 0x1.be76b26db810fp-4, -0x1.95ec0c3ba96c9p-5,
        0x1.802924f9853e0p-6, -0x1.7389aa80ed576p-7, 0x1.6bdf5e3f322afp-8, -0x1.6714cf022417dp-9,
        0x1.64074e021cee1p-10, -0x1.620fb779131b5p-11, 0x1.60c9ad152fcfcp-12, -0x1.5fb1d173d6d13p-13,
        0x1.5fce6947b6656p-14, -0x1.674aa70c4ddf3p-15, 0x1.2a50127a8d487p-16, -0x1.76db000a2a051p-17,
        0x1.4a8f2e7ea00e4p-16, 0x1.1fc01ec79f6a8p-15, 0x1.8034d837c0650p-15, 0x1.d3387ce7f0652p-16,
        0x1.1d658008bc035p-17
    };

    // Minimax for trigamma(2 + t) in t on [-0.75, 0.25], relative: 2^-59.5.
    private static final double[] TRIGAMMA_NEAR_TWO = {
        0x1.4a34cc4a60fa6p-1, -0x1.9dd002780310ap-2, 0x1.f9cb402bc46afp-3, -0x1.2e831d94f976cp-3,
        0x1.632f97c2de48dp-4, -0x1.9a6238f9fc944p-5, 0x1.d39fb325ba136p-6, -0x1.073e7ae9e7108p-6,
        0x1.254feab04a3c9p-7, -0x1.43df1b3739f82p-8, 0x1.62cd32a3001acp-9, -0x1.8208f3184bc60p-10,
        0x1.a1acfd37a830ap-11, -0x1.bf5cb815ae35dp-12, 0x1.de7a49c22872fp-13, -0x1.23479ce272575p-13,
        0x1.1c12cd6a2449ep-15, -0x1.7ddcc4ec91b1ep-17, 0x1.bccbe0a3fead6p-13, 0x1.82190b83a4de4p-12,
        0x1.9b85560f907e0p-12, 0x1.c363025167a4ep-13, 0x1.da9eac25a4346p-15
    };

    /** Bernoulli's numbers of even index, from B(2). */
    private static final double[] BERNOULLI = {
        1.0 / 6,
        -1.0 / 30,
        1.0 / 42,
        -1.0 / 30,
        5.0 / 66,
        -691.0 / 2730,
        7.0 / 6,
        -3617.0 / 510,
        43867.0 / 798,
        -174611.0 / 330,
        854513.0 / 138,
        -236364091.0 / 2730
    };

    /** {@code B(2k) / (2k)}. */
    private static final double[] DIGAMMA_SERIES = {
        1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160
    };

    private static final double[] TRIGAMMA_SERIES = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
    };

    private Polygamma() {}

    static double digamma(double x) {
        if (x >= 1.25) {
            double sum = 0;
            double y = x;
            if (x < DIGAMMA_SERIES_FROM) {
                while (y > 2.25) {
                    y -= 1;
                    sum += 1 / y;
                }
                return digammaNearTwo(y - 2) + sum;
            }
            double z = 1 / x / x;
            return Elementary.log(x) - (0.5 / x + z * Polynomials.evaluate(DIGAMMA_SERIES, z));
        }
        if (x >= 0.25) {
            return digammaNearTwo(x - 1) - 1 / x;
        }
        if (x >= -0.25) {
            return digammaNearTwo(x) - 1 / (1 + x) - 1 / x;
        }
        double fraction = x - Math.rint(x);
        if (fraction == 0 || !(x > Double.NEGATIVE_INFINITY)) {
            return Double.NaN;
        }
        double angle = Math.PI * fraction;
        return digamma(1 - x) - Math.PI * Elementary.cos(angle) / Elementary.sin(angle);
    }

    private static double digammaNearTwo(double t) {
        return ((t + TWO_MINUS_ZERO) - ZERO_LOW) * Polynomials.evaluate(DIGAMMA_NEAR_TWO, t);
    }

    static double trigamma(double x) {
        if (x > 2.25) {
            double sum = 0;
            double y = x;
            for (; y < TRIGAMMA_SERIES_FROM; y += 1) {
                sum += 1 / (y * y);
            }
            return sum + trigammaSeries(y);
        }
        if (x >= 1.25) {
            return Polynomials.evaluate(TRIGAMMA_NEAR_TWO, x - 2);
        }
        if (x >= 0.25) {
            return Polynomials.evaluate(TRIGAMMA_NEAR_TWO, x - 1) + 1 / (x * x);
        }
        if (x >= 0) {
            double next = 1 + x;
            return Polynomials.evaluate(TRIGAMMA_NEAR_TWO, x) + 1 / (next * next) + 1 / x / x;
        }
        double fraction = x - Math.rint(x);
        if (!(x > Double.NEGATIVE_INFINITY)) {
            return Double.NaN;
        }
        if (fraction == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double cosecant = Math.PI / Elementary.sin(Math.PI * fraction);
        return cosecant * cosecant - trigamma(1 - x);
    }

    private static double trigammaSeries(double x) {
        double y = 1 / x;
        double z = y * y;
        return Math.fma(z, 0.5 + y * Polynomials.evaluate(TRIGAMMA_SERIES, z), y);
    }

    /** Returns the derivative of order {@code order} of digamma at {@code x >= 0}: all terms have the same sign. */
    static double polygamma(int order, double x) {
        if (order < 0 || order > MAXIMUM_ORDER) {
            throw new IllegalArgumentException("Polygamma order must be between 0 and " + MAXIMUM_ORDER + ", got "
                    + order + "; higher derivatives are not provided.");
        }
        if (order == 0) {
            return digamma(x);
        }
        if (order == 1) {
            return trigamma(x);
        }
        if (!(x >= 0)) {
            return Double.NaN;
        }
        double factorial = 1;
        for (int i = 2; i < order; i++) {
            factorial *= i;
        }
        double sum = 0;
        double y = x;
        for (; y < POLYGAMMA_SERIES_FROM + order; y += 1) {
            sum += order * factorial * power(1 / y, order + 1);
        }
        // The term of B(2k) is the one before it times (2k + n - 2)(2k + n - 1) / (y^2 (2k - 1) 2k), Bernoulli aside.
        double inverse = 1 / y;
        double leading = factorial * power(inverse, order);
        double term = leading;
        double series = 0;
        for (int k = 1; k <= BERNOULLI.length; k++) {
            term *= inverse * inverse * (2.0 * k + order - 2) * (2.0 * k + order - 1) / ((2.0 * k - 1) * (2.0 * k));
            series += BERNOULLI[k - 1] * term;
        }
        double magnitude = sum + (leading + (0.5 * order * leading * inverse + series));
        return (order & 1) == 0 ? -magnitude : magnitude;
    }

    private static double power(double base, int exponent) {
        double product = base;
        for (int i = 1; i < exponent; i++) {
            product *= base;
        }
        return product;
    }
}
