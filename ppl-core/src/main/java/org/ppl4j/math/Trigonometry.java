package org.ppl4j.math;

/**
 * Sine, cosine and arctangent.
 *
 * <p>Sine and cosine reduce the argument by multiples of a half {@code pi} held in three doubles; {@code x - n (pi/2)}
 * is exact in its first step, because the difference is a multiple of {@code 2^-53} below one. Arctangent reduces to
 * {@code |t| <= tan(pi/8)} by the addition theorem, with one division.
 */
final class Trigonometry {

    /** From here on sine and cosine reduce their argument by the JDK's reference code. */
    static final double HUGE = 0x1p28;

    private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
    private static final double HALF_PI_HIGH = 0x1.921fb54442d18p+0;
    private static final double HALF_PI_MIDDLE = 0x1.1a62633145c07p-54;
    private static final double HALF_PI_LOW = -0x1.f1976b7ed8fbcp-110;

    // Minimax, on [0, (pi/4)^2] in z = r^2: (sin r - r) / r^3 to 2^-67.9, (cos r - 1 + z/2) / z^2 to 2^-62.5.
    private static final double SIN0 = -0x1.5555555555555p-3;
    private static final double SIN1 = 0x1.111111111110cp-7;
    private static final double SIN2 = -0x1.a01a01a018c5ap-13;
    private static final double SIN3 = 0x1.71de3a53428bep-19;
    private static final double SIN4 = -0x1.ae64529056e03p-26;
    private static final double SIN5 = 0x1.6120847415adap-33;
    private static final double SIN6 = -0x1.aa9ad351fc0e9p-41;
    private static final double COS0 = 0x1.5555555555553p-5;
    private static final double COS1 = -0x1.6c16c16c16126p-10;
    private static final double COS2 = 0x1.a01a019e22eebp-16;
    private static final double COS3 = -0x1.27e4f9022a42ap-22;
    private static final double COS4 = 0x1.1eea87d1f0ee6p-29;
    private static final double COS5 = -0x1.8ff8f0ca66449p-37;

    private static final double TAN_PI_8 = 0.41421356237309503;
    private static final double TAN_3_PI_8 = 2.414213562373095;
    private static final double QUARTER_PI = 0x1.921fb54442d18p-1;
    private static final double QUARTER_PI_LOW = 0x1.1a62633145c07p-55;

    // Minimax, on [0, tan(pi/8)^2] in z = t^2: (atan t - t) / t^3, relative to t: 2^-58.5.
    private static final double A0 = -0x1.5555555555549p-2;
    private static final double A1 = 0x1.9999999996d9cp-3;
    private static final double A2 = -0x1.249249230f189p-3;
    private static final double A3 = 0x1.c71c7100bf128p-4;
    private static final double A4 = -0x1.745cfacb8a9f3p-4;
    private static final double A5 = 0x1.3b112bdd35540p-4;
    private static final double A6 = -0x1.10ebf9a509576p-4;
    private static final double A7 = 0x1.df0bff3171f12p-5;
    private static final double A8 = -0x1.9ca96474b223dp-5;
    private static final double A9 = 0x1.3733f1da6e529p-5;
    private static final double A10 = -0x1.239f5fe4ce43ap-6;

    private Trigonometry() {}

    /** Returns the sine for {@code |x| < HUGE}, branch-free. */
    static double sinModerate(double x) {
        double shifted = Math.fma(x, TWO_OVER_PI, Exponential.ROUND);
        return Select.equal(
                x, 0, x, sinOfQuadrant(x, shifted - Exponential.ROUND, Double.doubleToRawLongBits(shifted)));
    }

    /** Returns the cosine for {@code |x| < HUGE}, branch-free. */
    static double cosModerate(double x) {
        double shifted = Math.fma(x, TWO_OVER_PI, Exponential.ROUND);
        return sinOfQuadrant(x, shifted - Exponential.ROUND, Double.doubleToRawLongBits(shifted) + 1);
    }

    /** Returns the sine of {@code x - n pi/2} plus {@code quadrant} right angles. */
    private static double sinOfQuadrant(double x, double n, long quadrant) {
        double exact = Math.fma(-n, HALF_PI_HIGH, x);
        double product = n * HALF_PI_MIDDLE;
        double productLow = Math.fma(n, HALF_PI_MIDDLE, -product);
        double r = exact - product;
        double back = exact - r;
        double error = (exact - (r + back)) + (back - product);
        double low = error - Math.fma(n, HALF_PI_LOW, productLow);

        double z = r * r;
        double w = Math.fma(-0.5, z, 1);
        double sine = r + Math.fma(r * z, sinPolynomial(z), w * low);
        double cosine = w + (Math.fma(-0.5, z, 1 - w) + Math.fma(z * z, cosPolynomial(z), -r * low));
        long odd = -(quadrant & 1);
        long bits = (Double.doubleToRawLongBits(sine) & ~odd) | (Double.doubleToRawLongBits(cosine) & odd);
        return Double.longBitsToDouble(bits ^ ((quadrant & 2) << 62));
    }

    private static double sinPolynomial(double z) {
        double z2 = z * z;
        double low = Math.fma(Math.fma(SIN3, z, SIN2), z2, Math.fma(SIN1, z, SIN0));
        double high = Math.fma(SIN6, z2, Math.fma(SIN5, z, SIN4));
        return Math.fma(high, z2 * z2, low);
    }

    private static double cosPolynomial(double z) {
        double z2 = z * z;
        double low = Math.fma(Math.fma(COS3, z, COS2), z2, Math.fma(COS1, z, COS0));
        return Math.fma(Math.fma(COS5, z, COS4), z2 * z2, low);
    }

    static double atan(double x) {
        double a = Math.abs(x);
        double numerator = Select.lessThan(a, TAN_PI_8, a, Select.lessThan(a, TAN_3_PI_8, a - 1, -1));
        double denominator = Select.lessThan(a, TAN_PI_8, 1, Select.lessThan(a, TAN_3_PI_8, a + 1, a));
        double angle = Select.lessThan(a, TAN_PI_8, 0, Select.lessThan(a, TAN_3_PI_8, 1, 2));
        double t = numerator / denominator;
        double z = t * t;
        double small = Math.fma(t * z, atanPolynomial(z), angle * QUARTER_PI_LOW);
        return Select.copySign(Math.fma(angle, QUARTER_PI, t + small), x);
    }

    private static double atanPolynomial(double z) {
        double z2 = z * z;
        double z4 = z2 * z2;
        double low = Math.fma(Math.fma(A3, z, A2), z2, Math.fma(A1, z, A0));
        double middle = Math.fma(Math.fma(A7, z, A6), z2, Math.fma(A5, z, A4));
        double high = Math.fma(A10, z2, Math.fma(A9, z, A8));
        return Math.fma(Math.fma(high, z4, middle), z4, low);
    }
}
