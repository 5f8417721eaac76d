package org.ppl4j.math;

/**
 * The elementary functions of compiled and interpreted models: the same operations in the same order everywhere, so
 * that a model gives the same bits on every machine and in every form.
 *
 * <p>Each is straight-line code made of IEEE 754 operations that Java defines exactly, {@link Math#fma} included; the
 * choices are made by {@link Select}. The only branch is in {@link #sin} and {@link #cos}, for arguments beyond
 * {@code 2^28}, which go to {@link StrictMath}. Special values are those of {@link Math}; results are within 2 ulp of
 * the exact ones, subnormal results included.
 *
 * <p>The largest errors found, in ulp, over 200,000 arguments or more a function (uniform on several intervals, and over
 * all exponents) against 45-digit arithmetic; for pow, over its reference table:
 *
 * <table>
 *   <caption>Largest error found, in ulp</caption>
 *   <tr><th>exp</th><th>expm1</th><th>log</th><th>log1p</th><th>tanh</th><th>sigmoid</th><th>softplus</th></tr>
 *   <tr><td>0.73</td><td>1.54</td><td>0.78</td><td>0.80</td><td>1.41</td><td>1.41</td><td>1.76</td></tr>
 *   <tr><th>log1mExp</th><th>sin</th><th>cos</th><th>atan</th><th>pow</th><th>erf</th><th>erfc</th></tr>
 *   <tr><td>1.20</td><td>0.77</td><td>0.79</td><td>1.76</td><td>0.77</td><td>1.05</td><td>1.75</td></tr>
 * </table>
 */
public final class Elementary {

    private Elementary() {}

    /**
     * {@return {@code e} to the power {@code x}}
     *
     * @param x the exponent
     */
    public static double exp(double x) {
        return Exponential.exp(x);
    }

    /**
     * {@return {@code e^x - 1}, accurate also near zero}
     *
     * @param x the exponent
     */
    public static double expm1(double x) {
        return Exponential.expm1(x);
    }

    /**
     * {@return the natural logarithm}
     *
     * @param x the argument; a negative one gives {@code NaN}, a zero {@code -Infinity}
     */
    public static double log(double x) {
        return Logarithm.log(x);
    }

    /**
     * {@return {@code log(1 + x)}, accurate also near zero}
     *
     * @param x the argument; below {@code -1} it gives {@code NaN}
     */
    public static double log1p(double x) {
        return Logarithm.log1p(x);
    }

    /**
     * {@return the hyperbolic tangent}
     *
     * @param x the argument
     */
    public static double tanh(double x) {
        return Exponential.tanh(x);
    }

    /**
     * {@return the logistic function {@code 1 / (1 + e^-x)}, with full relative accuracy in its left tail}
     *
     * @param x the argument
     */
    public static double sigmoid(double x) {
        return Exponential.sigmoid(x);
    }

    /**
     * {@return {@code 1 / (1 + e^x)}, the same as the logistic function of {@code -x}}
     *
     * @param x the argument
     */
    public static double sigmoidComplement(double x) {
        return Exponential.sigmoidComplement(x);
    }

    /**
     * {@return {@code log(1 + e^x)}, without overflow and with full relative accuracy in its left tail}
     *
     * @param x the argument
     */
    public static double softplus(double x) {
        return Logarithm.softplus(x);
    }

    /**
     * {@return {@code log(e^a + e^b)}, without overflow}
     *
     * @param a the first exponent; {@code -Infinity} leaves the second
     * @param b the second exponent
     */
    public static double logAddExp(double a, double b) {
        return Logarithm.logAddExp(a, b);
    }

    /**
     * {@return {@code log(1 + f)}, in fewer operations than {@link #log1p}}
     *
     * @param f the argument, from 0 to 1
     */
    public static double log1pOfFraction(double f) {
        return Logarithm.log1pOfFraction(f);
    }

    /**
     * {@return {@code log(1 - e^x)}, accurate for all negative {@code x}}
     *
     * @param x the argument; a zero gives {@code -Infinity}, a positive one {@code NaN}
     */
    public static double log1mExp(double x) {
        return Logarithm.log1mExp(x);
    }

    /**
     * {@return the sine}
     *
     * @param x the angle in radians; an infinite one gives {@code NaN}
     */
    public static double sin(double x) {
        return Math.abs(x) < Trigonometry.HUGE ? Trigonometry.sinModerate(x) : StrictMath.sin(x);
    }

    /**
     * {@return the cosine}
     *
     * @param x the angle in radians; an infinite one gives {@code NaN}
     */
    public static double cos(double x) {
        return Math.abs(x) < Trigonometry.HUGE ? Trigonometry.cosModerate(x) : StrictMath.cos(x);
    }

    /**
     * {@return the arctangent, between {@code -pi/2} and {@code pi/2}}
     *
     * @param x the tangent
     */
    public static double atan(double x) {
        return Trigonometry.atan(x);
    }

    /**
     * {@return {@code x} to the power {@code y}, with the special cases of {@link Math#pow}}
     *
     * @param x the base
     * @param y the exponent
     */
    public static double pow(double x, double y) {
        return Power.pow(x, y);
    }

    /**
     * {@return the error function}
     *
     * @param x the argument
     */
    public static double erf(double x) {
        return ErrorFunction.erf(x);
    }

    /**
     * {@return the complementary error function {@code 1 - erf(x)}, with full relative accuracy in its right tail}
     *
     * @param x the argument
     */
    public static double erfc(double x) {
        return ErrorFunction.erfc(x);
    }
}
