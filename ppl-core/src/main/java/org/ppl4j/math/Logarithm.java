package org.ppl4j.math;

/**
 * The logarithmic family: log, log1p, softplus and log1mExp.
 *
 * <p>The argument is written as {@code 2^k (1 + f)} with {@code 1 + f} between {@code sqrt(1/2)} and {@code sqrt(2)};
 * with {@code s = f / (2 + f)}, {@code log(1 + f) = 2 atanh(s) = f - (f^2/2 - s (f^2/2 + R(s^2)))}, where {@code R} is a
 * minimax polynomial. This rearrangement, which keeps the rounding error of {@code s} out of the leading term, is that
 * of K. C. Ng's fdlibm (Sun Microsystems, 1993, comments of {@code e_log.c}).
 */
final class Logarithm {

    private static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

    // Minimax polynomial of degree 6 for (2 atanh(s) - 2 s) / s^3 in z = s^2 on [0, 0.02945], relative to 2 s: 2^-58.6.
    private static final double L0 = 0x1.555555555557cp-1;
    private static final double L1 = 0x1.99999999846e1p-2;
    private static final double L2 = 0x1.2492493fbf0e8p-2;
    private static final double L3 = 0x1.c71c52ae3485fp-3;
    private static final double L4 = 0x1.74664b81940fbp-3;
    private static final double L5 = 0x1.399cc54dbbb44p-3;
    private static final double L6 = 0x1.2f551401dea34p-3;

    // The same, of degree 9 on [0, 1/9]: 2^-58.5.
    private static final double S0 = 0x1.5555555555546p-1;
    private static final double S1 = 0x1.999999999e21bp-2;
    private static final double S2 = 0x1.2492492169b20p-2;
    private static final double S3 = 0x1.c71c73ce5ccffp-3;
    private static final double S4 = 0x1.745cbb5c3de11p-3;
    private static final double S5 = 0x1.3b1d7b3f25427p-3;
    private static final double S6 = 0x1.106a15dead173p-3;
    private static final double S7 = 0x1.efd6b158acebap-4;
    private static final double S8 = 0x1.553614e89607cp-4;
    private static final double S9 = 0x1.5d51925fa376ap-3;

    private Logarithm() {}

    static double log(double x) {
        return finished(x, reduced(exponentOf(x), fractionOf(x), 0));
    }

    /** Returns the exponent of the power of two that is taken out of a positive number before its logarithm is. */
    static double exponentOf(double x) {
        return toDouble(exponent(normal(x))) - Select.lessThan(x, Double.MIN_NORMAL, 54, 0);
    }

    /** Returns what is left of it, less one. */
    static double fractionOf(double x) {
        double normal = normal(x);
        return mantissa(normal, exponent(normal)) - 1;
    }

    private static double normal(double x) {
        return Select.lessThan(x, Double.MIN_NORMAL, x * 0x1p54, x);
    }

    /** Returns the logarithm, which is known for positive finite numbers, of any number. */
    static double finished(double x, double regular) {
        double finite = Select.lessThan(x, Double.POSITIVE_INFINITY, regular, x);
        return Select.equal(x, 0, Double.NEGATIVE_INFINITY, Select.lessThan(x, 0, Double.NaN, finite));
    }

    static double log1p(double x) {
        double u = 1 + x;
        double back = u - 1;
        double regular = ofSum(u, (1 - (u - back)) + (x - back));
        double finite = Select.lessThan(x, Double.POSITIVE_INFINITY, regular, x);
        return Select.copySign(
                Select.equal(x, -1, Double.NEGATIVE_INFINITY, Select.lessThan(x, -1, Double.NaN, finite)), x);
    }

    /** Returns the logarithm of the sum of a positive number, which is a normal one, and of one that is lost beside it. */
    static double ofSum(double u, double lost) {
        long k = exponent(u);
        // 2^-k in two factors, because 2^-1024 is not a normal number.
        double low = lost * Exponential.powerOfTwo(10 - k) * 0x1p-10;
        return rounded(toDouble(k), mantissa(u, k) - 1, low);
    }

    static double softplus(double x) {
        return Select.lessThan(0, x, x, 0) + log1pOfFraction(Exponential.exp(-Math.abs(x)));
    }

    /** Adds to the greater exponent the logarithm of one plus the ratio; equal infinities have no difference. */
    static double logAddExp(double a, double b) {
        double ratio = Exponential.exp(-Math.abs(a - b));
        return Select.lessThan(a, b, b, a) + log1pOfFraction(Select.equal(a, b, 1, ratio));
    }

    /** Returns {@code log(1 + f)} for {@code f} from 0 to 1. */
    static double log1pOfFraction(double f) {
        double half = 0.5 * f * f;
        double s = f / (2 + f);
        double z = s * s;
        return f - Math.fma(-s, half + z * softplusPolynomial(z), half);
    }

    /**
     * Returns {@code log(1 - e^x)}: {@code 1 - e^x} is formed as a rounded value and its error, from {@code e^x - 1} near
     * zero and from {@code e^x} far from it.
     */
    static double log1mExp(double x) {
        double clamped = Select.lessThan(x, Exponential.SMALLEST, Exponential.SMALLEST, x);
        double shifted = Math.fma(clamped, Exponential.LOG2_E, Exponential.ROUND);
        double n = shifted - Exponential.ROUND;
        double exact = Math.fma(-n, Exponential.LN2_HIGH, clamped);
        double r = Math.fma(-n, Exponential.LN2_LOW, exact);
        double tail = Math.fma(-n, Exponential.LN2_LOW, exact - r);
        double rest = Math.fma(r * r, Exponential.quadraticRemainder(r), tail);
        long exponent = Double.doubleToRawLongBits(shifted) - Exponential.ROUND_BITS;
        long half = exponent >> 1;
        double first = Exponential.powerOfTwo(half);
        double power = first * Exponential.powerOfTwo(exponent - half);

        double leading = 1 - power;
        double second = -power * r;
        double sum = leading + second;
        double small = Math.fma(-power, rest, (leading - sum) + second);
        double u = sum + small;
        double near = (sum - u) + small;
        // The error of u, an absolute one, is good enough until e^x is so small that it is most of the result.
        double e = (1 + (r + rest)) * first * Exponential.powerOfTwo(exponent - half);
        double low = Select.lessThan(x, -20, (1 - u) - e, near);
        return logOfSum(x, u, low);
    }

    private static double logOfSum(double x, double u, double low) {
        double normal = Select.lessThan(u, Double.MIN_NORMAL, u * 0x1p54, u);
        double shift = Select.lessThan(u, Double.MIN_NORMAL, 54, 0);
        double kept = Select.lessThan(u, Double.MIN_NORMAL, 0, low);
        long k = exponent(normal);
        double f = mantissa(normal, k) - 1;
        double scaled = kept * Exponential.powerOfTwo(-k);
        double regular = rounded(toDouble(k) - shift, f, scaled);
        double negative = Select.lessThan(x, 0, -Math.abs(regular), Double.NaN);
        return Select.equal(x, 0, Double.NEGATIVE_INFINITY, negative);
    }

    /** Returns {@code k log 2 + log(1 + f + low)}, where {@code low} is small. */
    private static double rounded(double k, double f, double low) {
        double whole = f + low;
        return reduced(k, whole, low - (whole - f));
    }

    /** Returns {@code k log 2 + log(1 + f) + low}, where {@code low} is tiny. */
    static double reduced(double k, double f, double low) {
        double half = 0.5 * f * f;
        double s = f / (2 + f);
        double z = s * s;
        double small = Math.fma(s, half + z * polynomial(z), Math.fma(k, Exponential.LN2_LOW, low));
        return Math.fma(k, Exponential.LN2_HIGH, f - (half - small));
    }

    private static double polynomial(double z) {
        double z2 = z * z;
        double low = Math.fma(Math.fma(L3, z, L2), z2, Math.fma(L1, z, L0));
        double high = Math.fma(L6, z2, Math.fma(L5, z, L4));
        return Math.fma(high, z2 * z2, low);
    }

    private static double softplusPolynomial(double z) {
        double z2 = z * z;
        double z4 = z2 * z2;
        double low = Math.fma(Math.fma(S3, z, S2), z2, Math.fma(S1, z, S0));
        double middle = Math.fma(Math.fma(S7, z, S6), z2, Math.fma(S5, z, S4));
        return Math.fma(Math.fma(Math.fma(S9, z, S8), z4, middle), z4, low);
    }

    /** Returns the {@code k} that brings {@code x / 2^k} between {@code sqrt(1/2)} and {@code sqrt(2)}. */
    static long exponent(double x) {
        return (Double.doubleToRawLongBits(x) - SQRT_HALF_BITS) >> 52;
    }

    /** Returns {@code x / 2^k}, exactly. */
    static double mantissa(double x, long k) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) - (k << 52));
    }

    /** Returns a small integer as a double, without a conversion instruction, which older SIMD units lack. */
    static double toDouble(long k) {
        return Double.longBitsToDouble(Exponential.ROUND_BITS + k) - Exponential.ROUND;
    }
}
