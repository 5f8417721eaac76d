package org.ppl4j.math;

/**
 * The logarithm of the gamma function and differences of it.
 *
 * <p>From 8 on, Stirling's series (NIST <em>Digital Library of Mathematical Functions</em>, 5.11.1); below, a minimax
 * polynomial for {@code logGamma(2 + t) / t} on {@code [-3/4, 1/4]} and the recurrence, whose factors are multiplied
 * before one logarithm is taken.
 */
final class GammaFunction {

    private static final double HALF_LOG_TWO_PI = 0x1.d67f1c864beb5p-1;
    private static final double LOG_PI = 0x1.250d048e7a1bdp+0;
    private static final double STIRLING_FROM = 8;
    private static final double HALF_DIFFERENCE_FROM = 10;

    // Minimax for logGamma(2 + t) / t in t on [-0.75, 0.25]: 2^-62.7.
    private static final double[] NEAR_TWO = {
        0x1.b0ee6072093cep-2,
        0x1.4a34cc4a60fa6p-2,
        -0x1.13e001a557611p-4,
        0x1.51322ac7d84e7p-6,
        -0x1.e404fc21873fep-8,
        0x1.7add6eadbea97p-9,
        -0x1.38ac5c3548fdep-10,
        0x1.0b36af595f21cp-11,
        -0x1.d3fd42efc0ae1p-13,
        0x1.a128028939cb5p-14,
        -0x1.78e03121298f4p-15,
        0x1.57efc6ed83da8p-16,
        -0x1.3ce40318c5ba0p-17,
        0x1.29db06c25eb7ap-18,
        -0x1.f13501ae4c89fp-20,
        0x1.05b183bb23defp-20,
        -0x1.6f1faebea6e33p-20,
        -0x1.13023ab6a6d7bp-19,
        -0x1.761c1271d114ep-19,
        -0x1.be10e4dfd34e0p-20,
        -0x1.13c4cd1f01eedp-21
    };

    /** {@code B(2k) / (2k (2k - 1))} for k from 1, with Bernoulli's numbers B. */
    private static final double[] STIRLING = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400
    };

    /** {@code B(2k + 1, 1/4) / (k (2k + 1))} for k from 1, with Bernoulli's polynomials. */
    private static final double[] HALF_DIFFERENCE = {
        0.015625,
        -0.00244140625,
        0.0012410481770833333,
        -0.0013208389282226562,
        0.002409029006958008,
        -0.006712389489014943,
        0.026524197443255355,
        -0.14109182044194313,
        0.9721001436511061
    };

    private GammaFunction() {}

    static double logGamma(double x) {
        if (x >= STIRLING_FROM) {
            return stirling(x);
        }
        if (x > 2.25) {
            double y = x - 1;
            double product = y;
            while (y > 2.25) {
                y -= 1;
                product *= y;
            }
            return nearTwo(y - 2) + Elementary.log(product);
        }
        if (x >= 1.25) {
            return nearTwo(x - 2);
        }
        if (x >= 0.25) {
            return nearTwo(x - 1) - Elementary.log(x);
        }
        if (x > -0.25 && x != 0) {
            return logGammaOfOnePlus(x) - Elementary.log(Math.abs(x));
        }
        return logGammaReflected(x);
    }

    /** Returns {@code logGamma(1 + x)} for {@code x > -0.25}, accurate where {@code 1 + x} would round. */
    static double logGammaOfOnePlus(double x) {
        return x < 0.25 ? nearTwo(x) - Elementary.log1p(x) : x < 1.25 ? nearTwo(x - 1) : logGamma(x + 1);
    }

    /** The reflection formula, DLMF 5.5.3; also infinities, poles and {@code NaN}. */
    private static double logGammaReflected(double x) {
        double fraction = x - Math.rint(x);
        if (Double.isNaN(x)) {
            return x;
        }
        if (fraction == 0 || Double.isInfinite(x)) {
            return Double.POSITIVE_INFINITY;
        }
        double sine = Math.abs(Elementary.sin(Math.PI * fraction));
        // log|x sin(pi x)| is taken in two parts, since the product of two tiny factors may underflow.
        return LOG_PI - Elementary.log(-x) - Elementary.log(sine) - logGamma(-x);
    }

    private static double nearTwo(double t) {
        return t * Polynomials.evaluate(NEAR_TWO, t);
    }

    private static double stirling(double x) {
        if (x == Double.POSITIVE_INFINITY) {
            return x;
        }
        double log = Elementary.log(x);
        return Math.fma(x - 0.5, log - 1, HALF_LOG_TWO_PI - 0.5) + stirlingCorrection(x);
    }

    /** Returns {@code logGamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2)} for {@code x >= 8}. */
    static double stirlingCorrection(double x) {
        double y = 1 / x;
        double z = y * y;
        return y * Polynomials.evaluate(STIRLING, z);
    }

    /**
     * Returns {@code logGamma(x + 1/2) - logGamma(x)} for {@code x >= 0}. In {@code w = x - 1/4} Stirling's series for
     * {@code logGamma(w + a)} (DLMF 5.11.8), with {@code a} 3/4 and 1/4, leaves {@code log(w) / 2} and even powers only.
     */
    static double logGammaHalfDifference(double x) {
        if (!(x >= 0)) {
            return Double.NaN;
        }
        if (x >= HALF_DIFFERENCE_FROM) {
            return halfDifferenceSeries(x);
        }
        double numerator = 1;
        double denominator = x + 0.5;
        double y = x + 1;
        for (; y < HALF_DIFFERENCE_FROM; y += 1) {
            numerator *= y;
            denominator *= y + 0.5;
        }
        return halfDifferenceSeries(y) + Elementary.log(numerator / denominator) + Elementary.log(x);
    }

    private static double halfDifferenceSeries(double x) {
        double w = x - 0.25;
        double z = 1 / (w * w);
        return Math.fma(z, Polynomials.evaluate(HALF_DIFFERENCE, z), 0.5 * Elementary.log(w));
    }

    /** Returns the derivative of {@link #logGammaHalfDifference}, a sum of positive terms below the series. */
    static double digammaHalfDifference(double x) {
        if (!(x >= 0)) {
            return Double.NaN;
        }
        double sum = 0;
        double y = Math.abs(x);
        for (; y < HALF_DIFFERENCE_FROM; y += 1) {
            sum += 0.5 / (y + 0.5) / y;
        }
        double w = y - 0.25;
        double z = 1 / (w * w);
        double series = 0;
        for (int k = HALF_DIFFERENCE.length; k > 0; k--) {
            series = Math.fma(series, z, 2 * k * HALF_DIFFERENCE[k - 1]);
        }
        return sum + (0.5 - z * series) / w;
    }
}
