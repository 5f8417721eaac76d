package org.ppl4j.math;

/**
 * Chooses between two values that are both already computed: what branch-free code uses in place of {@code if}.
 *
 * <p>Each body is one conditional expression or plain bit arithmetic, so that it has a direct counterpart among SIMD
 * instructions (compare and blend). A comparison with {@code NaN} is false and selects {@code otherwise}.
 */
public final class Select {

    private static final long SIGN = 1L << 63;

    private Select() {}

    /**
     * {@return {@code then} if {@code left < right}, else {@code otherwise}}
     *
     * @param left the left side of the comparison
     * @param right the right side of the comparison
     * @param then the value if the comparison holds
     * @param otherwise the value if it does not, or if either side is {@code NaN}
     */
    public static double lessThan(double left, double right, double then, double otherwise) {
        return left < right ? then : otherwise;
    }

    /**
     * {@return {@code then} if {@code left == right}, else {@code otherwise}}
     *
     * @param left the left side of the comparison; {@code -0.0} equals {@code +0.0}
     * @param right the right side of the comparison
     * @param then the value if the comparison holds
     * @param otherwise the value if it does not, or if either side is {@code NaN}
     */
    public static double equal(double left, double right, double then, double otherwise) {
        return left == right ? then : otherwise;
    }

    /**
     * {@return {@code then} if {@code value} is {@code NaN}, else {@code otherwise}}
     *
     * @param value the value to examine
     * @param then the value if it is {@code NaN}
     * @param otherwise the value if it is not
     */
    public static double isNaN(double value, double then, double otherwise) {
        return Double.isNaN(value) ? then : otherwise;
    }

    /**
     * {@return {@code magnitude} with the sign bit of {@code sign}}
     *
     * @param magnitude the value whose absolute value is returned
     * @param sign the value whose sign bit is taken, also from a zero or {@code NaN}
     */
    public static double copySign(double magnitude, double sign) {
        return Double.longBitsToDouble(
                (Double.doubleToRawLongBits(magnitude) & ~SIGN) | (Double.doubleToRawLongBits(sign) & SIGN));
    }
}
