package org.ppl4j.math;

/**
 * The special functions of models: the gamma function's logarithm and its derivatives, beta functions, and the normal
 * distribution function.
 *
 * <p>They are built on {@link Elementary} and IEEE 754 operations only, so that they too give the same bits on every
 * machine. Results are within {@code 1e-14} of the exact ones, relative, or absolute near a zero of the function.
 * Outside a function's domain the result is {@code NaN}. The largest errors found are {@code 2.4e-15}
 * (logBeta) and {@code 1.7e-15} or less (all others).
 */
public final class Special {

    private Special() {}

    /**
     * {@return {@code log|Gamma(x)|}; {@code Infinity} at zero and the negative integers}
     *
     * @param x the argument
     */
    public static double logGamma(double x) {
        return GammaFunction.logGamma(x);
    }

    /**
     * {@return the derivative of {@link #logGamma}; {@code NaN} at negative integers}
     *
     * @param x the argument
     */
    public static double digamma(double x) {
        return Polygamma.digamma(x);
    }

    /**
     * {@return the second derivative of {@link #logGamma}; {@code Infinity} at zero and the negative integers}
     *
     * @param x the argument
     */
    public static double trigamma(double x) {
        return Polygamma.trigamma(x);
    }

    /**
     * {@return the derivative of {@link #digamma} of a given order}
     *
     * @param order the order: 0 is digamma, 1 trigamma, 2 tetragamma; at most 20
     * @param x the argument; a negative one gives {@code NaN} from order 2 on
     */
    public static double polygamma(int order, double x) {
        return Polygamma.polygamma(order, x);
    }

    /**
     * {@return the logarithm of the beta function, {@code logGamma(a) + logGamma(b) - logGamma(a + b)}, without the
     * cancellation of that expression}
     *
     * @param a the first argument, not negative
     * @param b the second argument, not negative
     */
    public static double logBeta(double a, double b) {
        return BetaFunction.logBeta(a, b);
    }

    /**
     * {@return {@code logGamma(x + 1/2) - logGamma(x)}, without the cancellation of that expression}
     *
     * @param x the argument, not negative
     */
    public static double logGammaHalfDifference(double x) {
        return GammaFunction.logGammaHalfDifference(x);
    }

    /**
     * {@return the derivative of {@link #logGammaHalfDifference}, {@code digamma(x + 1/2) - digamma(x)}}
     *
     * @param x the argument, not negative
     */
    public static double digammaHalfDifference(double x) {
        return GammaFunction.digammaHalfDifference(x);
    }

    /**
     * {@return the logarithm of {@code n!}, or of {@code Gamma(n + 1)} for an {@code n} that is not an integer}
     *
     * @param n the argument, not negative
     */
    public static double logFactorial(double n) {
        return n >= 0 ? GammaFunction.logGammaOfOnePlus(n) : Double.NaN;
    }

    /**
     * {@return the logarithm of the number of ways to choose {@code k} of {@code n}, continued to real arguments by the
     * gamma function; {@code -Infinity} for {@code k} below zero or above {@code n}}
     *
     * @param n the number to choose from, not negative
     * @param k the number to choose
     */
    public static double logBinomialCoefficient(double n, double k) {
        return BetaFunction.logBinomialCoefficient(n, k);
    }

    /**
     * {@return the probability that a standard normal variable is at most {@code x}, with full relative accuracy in the
     * left tail}
     *
     * @param x the argument
     */
    public static double normalCdf(double x) {
        return NormalFunction.normalCdf(x);
    }

    /**
     * {@return the logarithm of {@link #normalCdf}, accurate in both tails, however far}
     *
     * @param x the argument
     */
    public static double normalLogCdf(double x) {
        return NormalFunction.normalLogCdf(x);
    }

    /**
     * {@return the derivative of {@link #normalLogCdf}: the normal density divided by the distribution function}
     *
     * @param x the argument
     */
    public static double normalLogCdfDerivative(double x) {
        return NormalFunction.normalLogCdfDerivative(x);
    }

    /**
     * {@return the quantile of the standard normal distribution, the inverse of {@link #normalCdf}}
     *
     * @param p the probability, between 0 and 1
     */
    public static double normalQuantile(double p) {
        return NormalQuantile.quantile(p);
    }

    /**
     * {@return the inverse of the error function}
     *
     * @param z the value of the error function, between -1 and 1
     */
    public static double erfInverse(double z) {
        return NormalQuantile.erfInverse(z);
    }
}
