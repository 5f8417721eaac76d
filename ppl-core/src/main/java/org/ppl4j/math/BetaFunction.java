package org.ppl4j.math;

/**
 * The logarithms of the beta function and of binomial coefficients, without cancellation for large arguments.
 *
 * <p>Where an argument is large, Stirling's leading terms are combined by hand and only their small corrections are
 * subtracted, as in A. R. DiDonato and A. H. Morris, <em>ACM Transactions on Mathematical Software</em> 18, 1992,
 * algorithm 708.
 */
final class BetaFunction {

    private static final double HALF_LOG_TWO_PI = 0x1.d67f1c864beb5p-1;
    private static final double LARGE = 8;

    private BetaFunction() {}

    static double logBeta(double left, double right) {
        double a = Math.min(left, right);
        double b = Math.max(left, right);
        if (!(a >= 0)) {
            return Double.NaN;
        }
        if (a == 0) {
            return b == Double.POSITIVE_INFINITY ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        if (b == Double.POSITIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        if (a >= LARGE) {
            return logBetaLarge(a, b);
        }
        if (b >= LARGE) {
            return GammaFunction.logGamma(a) + logGammaDifference(a, b);
        }
        return logBetaSmall(a, b);
    }

    private static double logBetaLarge(double a, double b) {
        double correction = GammaFunction.stirlingCorrection(a)
                + (GammaFunction.stirlingCorrection(b) - GammaFunction.stirlingCorrection(a + b));
        double ratio = a / b;
        double share = Elementary.log(ratio / (1 + ratio));
        return (HALF_LOG_TWO_PI - 0.5 * Elementary.log(b) + correction)
                + ((a - 0.5) * share - b * Elementary.log1p(ratio));
    }

    /** Returns {@code logGamma(b) - logGamma(a + b)} for {@code a < 8 <= b}. */
    private static double logGammaDifference(double a, double b) {
        double correction = GammaFunction.stirlingCorrection(b) - GammaFunction.stirlingCorrection(a + b);
        return correction - (a * (Elementary.log(a + b) - 1) + (b - 0.5) * Elementary.log1p(a / b));
    }

    private static double logBetaSmall(double a, double b) {
        return (GammaFunction.logGamma(a) - GammaFunction.logGamma(a + b)) + GammaFunction.logGamma(b);
    }

    static double logBinomialCoefficient(double n, double k) {
        if (Double.isNaN(n) || Double.isNaN(k) || n < 0) {
            return Double.NaN;
        }
        if (k < 0 || k > n) {
            return Double.NEGATIVE_INFINITY;
        }
        double smaller = Math.min(k, n - k);
        if (smaller == 0) {
            return 0;
        }
        if (smaller == 1) {
            return Elementary.log(n);
        }
        return -Elementary.log1p(n) - logBeta(n - smaller + 1, smaller + 1);
    }
}
