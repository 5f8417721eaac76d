package org.ppl4j.math;

/**
 * The exponential family: exp, expm1, tanh and sigmoid.
 *
 * <p>All share one scheme: {@code x = n log 2 + r} with {@code |r| <= log(2) / 2} (Cody and Waite, <em>Software Manual
 * for the Elementary Functions</em>, 1980, chapter 6), a minimax polynomial for {@code (e^r - 1 - r) / r^2}, and a
 * scaling by {@code 2^n}. The integer {@code n} is read off the low bits of {@code x log2(e) + 1.5 * 2^52}.
 */
final class Exponential {

    /** Added to a small double it leaves that double, rounded to an integer, in the low bits of the sum. */
    static final double ROUND = 0x1.8p52;

    static final long ROUND_BITS = 0x4338000000000000L;
    static final double LOG2_E = 0x1.71547652b82fep+0;
    static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
    static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

    /** Below it exp rounds to zero, above {@link #LARGEST} to infinity. */
    static final double SMALLEST = -746;

    static final double LARGEST = 710;

    // Minimax polynomial of degree 10 for (e^r - 1 - r) / r^2 on [-0.3468, 0.3468], relative to e^r - 1: 2^-61.7.
    private static final double Q0 = 0x1.0000000000000p-1;
    private static final double Q1 = 0x1.5555555555559p-3;
    private static final double Q2 = 0x1.555555555555ap-5;
    private static final double Q3 = 0x1.111111110f699p-7;
    private static final double Q4 = 0x1.6c16c16c14468p-10;
    private static final double Q5 = 0x1.a01a01afeeedbp-13;
    private static final double Q6 = 0x1.a01a01b0b345bp-16;
    private static final double Q7 = 0x1.71ddf8386b9c5p-19;
    private static final double Q8 = 0x1.27e4c5a3c4e17p-22;
    private static final double Q9 = 0x1.af5ef28e453eep-26;
    private static final double Q10 = 0x1.1f9564484525dp-29;

    private Exponential() {}

    static double exp(double x) {
        double clamped = Select.lessThan(x, SMALLEST, SMALLEST, Select.lessThan(LARGEST, x, LARGEST, x));
        double shifted = shifted(clamped);
        return scale(fraction(clamped, shifted), shifted);
    }

    /** Returns the exponent of two nearest to that of an exponential, in the last bits of a large number. */
    static double shifted(double x) {
        return Math.fma(x, LOG2_E, ROUND);
    }

    /**
     * Returns an exponential over its power of two.
     *
     * @param x the exponent, clamped
     * @param shifted of that
     */
    static double fraction(double x, double shifted) {
        double n = shifted - ROUND;
        double exact = Math.fma(-n, LN2_HIGH, x);
        double r = Math.fma(-n, LN2_LOW, exact);
        // 1 + r, and what its rounding lost together with the low part of r.
        double sum = 1 + exact;
        double lost = Math.fma(-n, LN2_LOW, (1 - sum) + exact);
        return sum + Math.fma(r * r, quadraticRemainder(r), lost);
    }

    /** Returns {@code exp(high + low)} where {@code low} is tiny beside {@code high}. */
    static double expOfSum(double high, double low) {
        double clamped = Select.lessThan(high, SMALLEST, SMALLEST, Select.lessThan(LARGEST, high, LARGEST, high));
        double shifted = Math.fma(clamped, LOG2_E, ROUND);
        double n = shifted - ROUND;
        double exact = Math.fma(-n, LN2_HIGH, clamped);
        double r = Math.fma(-n, LN2_LOW, exact);
        double rest = Math.fma(-n, LN2_LOW, exact - r) + low;
        double remainder = r * r * quadraticRemainder(r);
        return scale(1 + (r + Math.fma(rest, 1 + (r + remainder), remainder)), shifted);
    }

    static double expm1(double x) {
        double clamped = Select.lessThan(x, -40, -40, Select.lessThan(LARGEST, x, LARGEST, x));
        double shifted = Math.fma(clamped, LOG2_E, ROUND);
        double n = shifted - ROUND;
        double exact = Math.fma(-n, LN2_HIGH, clamped);
        double r = Math.fma(-n, LN2_LOW, exact);
        double rest = Math.fma(-n, LN2_LOW, exact - r);
        double p = r + Math.fma(r * r, quadraticRemainder(r), rest);
        // Half of 2^n, because 2^1024 is not a double though e^x - 1 may be one.
        double half = powerOfTwo(Double.doubleToRawLongBits(shifted) - ROUND_BITS - 1);
        return Select.copySign(2 * Math.fma(p, half, half - 0.5), x);
    }

    /**
     * Returns {@code (1 - e) / (1 + e)} with {@code e = exp(-2|x|)}; numerator and denominator are carried with their
     * rounding errors, which a Newton step on the quotient takes in.
     */
    static double tanh(double x) {
        double magnitude = Math.abs(x);
        double y = -2 * Select.lessThan(20, magnitude, 20, magnitude);
        double shifted = shifted(y);
        double reduced = reduced(y, shifted);
        return Select.copySign(tanhMagnitude(reduced, expm1Rest(y, shifted), powerOfTwoIn(shifted)), x);
    }

    /** Returns the power of two whose exponent is in the last bits of a shifted number. */
    static double powerOfTwoIn(double shifted) {
        return powerOfTwo(Double.doubleToRawLongBits(shifted) - ROUND_BITS);
    }

    /** Returns what is left of an exponent beside that of two. */
    static double reduced(double x, double shifted) {
        double n = shifted - ROUND;
        return Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, x));
    }

    /** Returns {@code e^r - 1 - r} with {@code r} what is left, and what its rounding lost. */
    static double expm1Rest(double x, double shifted) {
        double n = shifted - ROUND;
        double exact = Math.fma(-n, LN2_HIGH, x);
        double r = Math.fma(-n, LN2_LOW, exact);
        return Math.fma(r * r, quadraticRemainder(r), Math.fma(-n, LN2_LOW, exact - r));
    }

    /**
     * Returns a hyperbolic tangent without its sign, {@code (1 - e) / (1 + e)}.
     *
     * @param r what is left of the exponent beside that of two
     * @param rest {@code e^r - 1 - r}
     * @param power the power of two
     */
    static double tanhMagnitude(double r, double rest, double power) {
        double leading = 1 - power;
        double second = -power * r;
        double sum = leading + second;
        double small = Math.fma(-power, rest, (leading - sum) + second);
        double numerator = sum + small;
        double numeratorLow = (sum - numerator) + small;
        double denominator = 2 - numerator;
        double denominatorLow = ((2 - denominator) - numerator) - numeratorLow;

        double reciprocal = 1 / denominator;
        double quotient = numerator * reciprocal;
        double residual =
                Math.fma(-quotient, denominator, numerator) + Math.fma(-quotient, denominatorLow, numeratorLow);
        return Math.fma(residual, reciprocal, quotient);
    }

    static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return ofOnePlus(Select.lessThan(x, 0, e, 1), e);
    }

    static double sigmoidComplement(double x) {
        double e = exp(-Math.abs(x));
        return ofOnePlus(Select.lessThan(0, x, e, 1), e);
    }

    /** Returns {@code numerator / (1 + e)} for {@code 0 <= e <= 1}. */
    static double ofOnePlus(double numerator, double e) {
        double denominator = 1 + e;
        double denominatorLow = (1 - denominator) + e;
        double reciprocal = 1 / denominator;
        double quotient = numerator * reciprocal;
        double residual = Math.fma(-quotient, denominatorLow, Math.fma(-quotient, denominator, numerator));
        return Math.fma(residual, reciprocal, quotient);
    }

    /** Returns {@code (e^r - 1 - r) / r^2} for {@code |r| <= log(2) / 2}. */
    static double quadraticRemainder(double r) {
        double r2 = r * r;
        double r4 = r2 * r2;
        double low = Math.fma(Math.fma(Q3, r, Q2), r2, Math.fma(Q1, r, Q0));
        double middle = Math.fma(Math.fma(Q7, r, Q6), r2, Math.fma(Q5, r, Q4));
        double high = Math.fma(Q10, r2, Math.fma(Q9, r, Q8));
        return Math.fma(Math.fma(high, r4, middle), r4, low);
    }

    /** Returns {@code 2^n} for {@code -1022 <= n <= 1023}. */
    static double powerOfTwo(long n) {
        return Double.longBitsToDouble((n + 1023) << 52);
    }

    /** Multiplies by {@code 2^n}, in two steps so that overflow and subnormal results are rounded once. */
    static double scale(double value, double shifted) {
        long n = Double.doubleToRawLongBits(shifted) - ROUND_BITS;
        long half = n >> 1;
        return value * powerOfTwo(half) * powerOfTwo(n - half);
    }
}
