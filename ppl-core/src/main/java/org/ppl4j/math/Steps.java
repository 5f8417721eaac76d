package org.ppl4j.math;

/**
 * Functions of {@link Elementary} in steps: those of arithmetic alone, of which HotSpot makes vector instructions in a loop
 * of nothing else, and those that move bits or choose. One after the other they give the function's bits. Public for
 * generated code.
 */
public final class Steps {

    private static final long ALL_BITS = -1;

    private Steps() {}

    private static double clamped(double x) {
        return Math.min(Math.max(x, Exponential.SMALLEST), Exponential.LARGEST);
    }

    /**
     * {@return of an exponential the power of two, in the last bits} Arithmetic.
     *
     * @param x the exponent
     */
    public static double expShifted(double x) {
        return Exponential.shifted(clamped(x));
    }

    /**
     * {@return an exponential over its power of two} Arithmetic.
     *
     * @param x the exponent
     */
    public static double expFraction(double x) {
        double clamped = clamped(x);
        return Exponential.fraction(clamped, Exponential.shifted(clamped));
    }

    /**
     * {@return an exponential}
     *
     * @param fraction what {@link #expFraction} gives
     * @param shifted what {@link #expShifted} gives
     */
    public static double expScaled(double fraction, double shifted) {
        return Exponential.scale(fraction, shifted);
    }

    /**
     * {@return {@code numerator / (1 + e)}} Arithmetic.
     *
     * @param numerator one, or e
     * @param e from zero to one
     */
    public static double ofOnePlus(double numerator, double e) {
        return Exponential.ofOnePlus(numerator, e);
    }

    private static double tanhExponent(double x) {
        return -2 * Math.min(Math.abs(x), 20);
    }

    /**
     * {@return of the exponential in a hyperbolic tangent the power of two, in the last bits} Arithmetic.
     *
     * @param x the tangent's argument
     */
    public static double tanhShifted(double x) {
        return Exponential.shifted(tanhExponent(x));
    }

    /**
     * {@return that power of two}
     *
     * @param shifted what {@link #tanhShifted} gives
     */
    public static double tanhPower(double shifted) {
        return Exponential.powerOfTwoIn(shifted);
    }

    /**
     * {@return what is left of the exponent in a hyperbolic tangent beside that of two} Arithmetic.
     *
     * @param x the tangent's argument
     */
    public static double tanhReduced(double x) {
        double y = tanhExponent(x);
        return Exponential.reduced(y, Exponential.shifted(y));
    }

    /**
     * {@return the exponential of that, less one, less that} Arithmetic.
     *
     * @param x the tangent's argument
     */
    public static double tanhRest(double x) {
        double y = tanhExponent(x);
        return Exponential.expm1Rest(y, Exponential.shifted(y));
    }

    /**
     * {@return a hyperbolic tangent without its sign} Arithmetic.
     *
     * @param reduced what {@link #tanhReduced} gives
     * @param rest what {@link #tanhRest} gives
     * @param power what {@link #tanhPower} gives
     */
    public static double tanhMagnitude(double reduced, double rest, double power) {
        return Exponential.tanhMagnitude(reduced, rest, power);
    }

    /**
     * {@return a number with the sign of another}
     *
     * @param magnitude the number
     * @param sign the other
     */
    public static double copySign(double magnitude, double sign) {
        return Select.copySign(magnitude, sign);
    }

    /**
     * {@return the exponent of the power of two taken out of a positive number}
     *
     * @param x the number
     */
    public static double logExponent(double x) {
        return Logarithm.exponentOf(x);
    }

    /**
     * {@return what is left of it, less one}
     *
     * @param x the number
     */
    public static double logFraction(double x) {
        return Logarithm.fractionOf(x);
    }

    /**
     * {@return the logarithm of a positive finite number} Arithmetic.
     *
     * @param exponent what {@link #logExponent} gives
     * @param fraction what {@link #logFraction} gives
     */
    public static double logReduced(double exponent, double fraction) {
        return Logarithm.reduced(exponent, fraction, 0);
    }

    /**
     * {@return the logarithm of any number}
     *
     * @param x the number
     * @param reduced what {@link #logReduced} gives, of whatever
     */
    public static double logFinished(double x, double reduced) {
        return Logarithm.finished(x, reduced);
    }

    /**
     * {@return one of two numbers, without a branch: a processor guesses badly where elements choose each on its own}
     *
     * @param mask all bits for the first, none for the second
     * @param then the first
     * @param otherwise the second
     */
    public static double choose(double mask, double then, double otherwise) {
        long bits = Double.doubleToRawLongBits(mask);
        return Double.longBitsToDouble(
                (Double.doubleToRawLongBits(then) & bits) | (Double.doubleToRawLongBits(otherwise) & ~bits));
    }

    /**
     * {@return all bits if a number is less than another, else none}
     *
     * @param a the one
     * @param b the other
     */
    public static double lessThan(double a, double b) {
        return Double.longBitsToDouble(a < b ? ALL_BITS : 0);
    }

    /**
     * {@return all bits if a number is at most another, else none}
     *
     * @param a the one
     * @param b the other
     */
    public static double lessOrEqual(double a, double b) {
        return Double.longBitsToDouble(a <= b ? ALL_BITS : 0);
    }

    /**
     * {@return all bits if two numbers are equal, else none}
     *
     * @param a the one
     * @param b the other
     */
    public static double equalTo(double a, double b) {
        return Double.longBitsToDouble(a == b ? ALL_BITS : 0);
    }

    /**
     * {@return all bits if a number is not zero, else none}
     *
     * @param x the number
     */
    public static double notZero(double x) {
        return Double.longBitsToDouble(x != 0 ? ALL_BITS : 0);
    }
}
