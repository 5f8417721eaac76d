package org.ppl4j.math;

/**
 * Positive numbers that may lie far outside of a double's range, as {@code mantissa * 2^exponent}: the exponent is a double
 * too, and a whole one. Straight-line code, as {@link Elementary} has.
 *
 * <p>Zero and infinity have mantissas as others have, and exponents beyond {@link #FINITE}; what is not a number has an exponent
 * that is none. So mantissas need no choices.
 */
public final class ScaledNumber {

    /** Numbers with a greater exponent are infinite, with one less than the negative they are zero. */
    public static final double FINITE = 0x1p999;

    /** The logarithms from here on have too many digits before the point to read an exponent of two off the last ones. */
    private static final double MODERATE = 0x1p49;

    /** The logarithm of infinity; many such can be added up. */
    private static final double LARGEST = 0x1p1000;

    /** What a number is multiplied by to vanish beside others, and not to become subnormal, which is slow. */
    private static final double SMALLEST_POWER = -960;

    private static final long FRACTION = (1L << 52) - 1;
    private static final long ONE = 1023L << 52;

    private ScaledNumber() {}

    /**
     * {@return the mantissa of {@code e^x}, from 0.7 to 1.42} Arithmetic.
     *
     * @param x the logarithm
     */
    public static double expMantissa(double x) {
        double moderate = moderate(x);
        return Exponential.fraction(moderate, Exponential.shifted(moderate));
    }

    /**
     * {@return the exponent of two of {@code e^x}} Arithmetic.
     *
     * @param x the logarithm
     */
    public static double expExponent(double x) {
        double moderate = moderate(x);
        double beyond = Math.max(Math.min(x, LARGEST), -LARGEST) - moderate;
        return Math.fma(beyond, Exponential.LOG2_E, Exponential.shifted(moderate) - Exponential.ROUND);
    }

    private static double moderate(double x) {
        return Math.max(Math.min(x, MODERATE), -MODERATE);
    }

    /**
     * {@return a number divided by the power of two that brings it between 1 and 2}
     *
     * @param x the number, positive and normal
     */
    public static double mantissa(double x) {
        return Double.longBitsToDouble((Double.doubleToRawLongBits(x) & FRACTION) | ONE);
    }

    /**
     * {@return the exponent of that power of two}
     *
     * @param x the number, positive and normal
     */
    public static double exponent(double x) {
        return Logarithm.toDouble((Double.doubleToRawLongBits(x) >> 52) - 1023);
    }

    /**
     * {@return {@code x * 2^exponent}; of a power that is nothing beside 1 only that it is small}
     *
     * @param x the number
     * @param exponent the exponent, a whole number of at most 1023
     */
    public static double scaled(double x, double exponent) {
        double normal = Select.lessThan(SMALLEST_POWER, exponent, exponent, SMALLEST_POWER);
        return x * Exponential.powerOfTwoIn(normal + Exponential.ROUND);
    }
}
