package org.ppl4j.math;

/**
 * The error function and its complement.
 *
 * <p>{@code (1 + 2 a) exp(a^2) erfc(a)} is smooth on {@code [0, infinity)} and, as a function of {@code t = (a - 4) / (a +
 * 4)}, well approximated by one polynomial on {@code [-1, 1]} (M. M. Shepherd and J. G. Laframboise, <em>Mathematics of
 * Computation</em> 36, 1981, pages 249-253).
 */
final class ErrorFunction {

    private static final double NEAR = 0.92;

    // Minimax for erf(x)/x - 1 in z = x^2 on [0, 0.85]: 2^-59.7.
    private static final double E0 = 0x1.06eba8214db69p-3;
    private static final double E1 = -0x1.812746b0379dfp-2;
    private static final double E2 = 0x1.ce2f21a042580p-4;
    private static final double E3 = -0x1.b82ce31265fc4p-6;
    private static final double E4 = 0x1.565bcd084d297p-8;
    private static final double E5 = -0x1.c02db2ba373dfp-11;
    private static final double E6 = 0x1.f9a2fbcd18cfcp-14;
    private static final double E7 = -0x1.f4ce9573e0319p-17;
    private static final double E8 = 0x1.b9ae19f2678d1p-20;
    private static final double E9 = -0x1.5d3dc4ec841edp-23;
    private static final double E10 = 0x1.e0507e3050bcep-27;
    private static final double E11 = -0x1.c9e06f4943a1ap-31;

    // Minimax for (1 + 2 a) exp(a^2) erfc(a) in t = (a - 4) / (a + 4) on [-1, 1]: 2^-57.
    private static final double C0 = 0x1.3ba5916e9fd7fp+0;
    private static final double C0_LOW = -0x1.978efa22190b2p-55;
    private static final double C1 = -0x1.1df1ad154a287p-3;
    private static final double C2 = 0x1.f7f5df66fd638p-7;
    private static final double C3 = 0x1.16ecefcfa4d41p-4;
    private static final double C4 = -0x1.9ddb23c3e86c0p-4;
    private static final double C5 = 0x1.7fee004e1ea46p-4;
    private static final double C6 = -0x1.0fb06dfe564d3p-4;
    private static final double C7 = 0x1.3079edf51ec65p-5;
    private static final double C8 = -0x1.09623882f18d5p-6;
    private static final double C9 = 0x1.49c672e049c5fp-8;
    private static final double C10 = -0x1.8d4a9b7b55555p-11;
    private static final double C11 = -0x1.a1df5ddfffa69p-13;
    private static final double C12 = 0x1.3be05314fdbd5p-13;
    private static final double C13 = -0x1.995381acef242p-16;
    private static final double C14 = -0x1.788735378f1e7p-17;
    private static final double C15 = 0x1.7ef6972918e68p-18;
    private static final double C16 = 0x1.39b96d303f097p-22;
    private static final double C17 = -0x1.b8d109cbcc67fp-21;
    private static final double C18 = 0x1.4bc9ed7eafbbdp-24;
    private static final double C19 = 0x1.c8b0e308deff3p-24;
    private static final double C20 = -0x1.5eae4feab94a6p-26;
    private static final double C21 = -0x1.a82230ba3e052p-27;
    private static final double C22 = 0x1.abb83720ea775p-29;
    private static final double C23 = 0x1.ff9e847470247p-31;
    private static final double C24 = -0x1.19b6fc7547b24p-32;

    private ErrorFunction() {}

    static double erf(double x) {
        double a = Math.abs(x);
        return Select.lessThan(a, NEAR, near(x), Select.copySign(1 - tail(a), x));
    }

    static double erfc(double x) {
        double a = Math.abs(x);
        double tail = tail(a);
        double far = Select.lessThan(x, 0, 2 - tail, tail);
        return Select.lessThan(a, 0.47, 1 - near(x), far);
    }

    /** Returns {@code erf(x)} for {@code |x| < NEAR}. */
    private static double near(double x) {
        return Math.fma(x, nearPolynomial(x * x), x);
    }

    /** Returns {@code exp(a^2) erfc(a)} for {@code a >= 0}. */
    static double scaledTail(double a) {
        double t = (a - 4) / (a + 4);
        return Math.fma(t, farPolynomial(t), C0) / (1 + 2 * a);
    }

    /** Returns {@code erfc(a)} for {@code a >= 0}; the roundings of the quotient and of {@code a^2} are taken in. */
    private static double tail(double magnitude) {
        double a = Select.lessThan(28, magnitude, 28, magnitude);
        double t = (a - 4) / (a + 4);
        double polynomial = farPolynomial(t);
        double numerator = Math.fma(t, polynomial, C0);
        double numeratorLow = Math.fma(t, polynomial, C0 - numerator) + C0_LOW;
        double denominator = Math.fma(2, a, 1);
        double back = denominator - 1;
        double denominatorLow = (1 - (denominator - back)) + Math.fma(2, a, -back);
        double reciprocal = 1 / denominator;
        double quotient = numerator * reciprocal;
        double quotientLow =
                (Math.fma(-quotient, denominator, numerator) + Math.fma(-quotient, denominatorLow, numeratorLow))
                        * reciprocal;
        double square = a * a;
        double squareLow = Math.fma(a, a, -square);
        double e = Exponential.exp(-square);
        return Math.fma(e, quotient, e * Math.fma(-quotient, squareLow, quotientLow));
    }

    private static double nearPolynomial(double z) {
        double z2 = z * z;
        double z4 = z2 * z2;
        double low = Math.fma(Math.fma(E3, z, E2), z2, Math.fma(E1, z, E0));
        double middle = Math.fma(Math.fma(E7, z, E6), z2, Math.fma(E5, z, E4));
        double high = Math.fma(Math.fma(E11, z, E10), z2, Math.fma(E9, z, E8));
        return Math.fma(Math.fma(high, z4, middle), z4, low);
    }

    /** Returns the polynomial without its constant term, divided by {@code t}. */
    private static double farPolynomial(double t) {
        double t2 = t * t;
        double t4 = t2 * t2;
        double a = Math.fma(Math.fma(C4, t, C3), t2, Math.fma(C2, t, C1));
        double b = Math.fma(Math.fma(C8, t, C7), t2, Math.fma(C6, t, C5));
        double c = Math.fma(Math.fma(C12, t, C11), t2, Math.fma(C10, t, C9));
        double d = Math.fma(Math.fma(C16, t, C15), t2, Math.fma(C14, t, C13));
        double e = Math.fma(Math.fma(C20, t, C19), t2, Math.fma(C18, t, C17));
        double f = Math.fma(Math.fma(C24, t, C23), t2, Math.fma(C22, t, C21));
        double t8 = t4 * t4;
        double low = Math.fma(b, t4, a);
        double middle = Math.fma(d, t4, c);
        double high = Math.fma(f, t4, e);
        return Math.fma(Math.fma(high, t8, middle), t8, low);
    }
}
