package org.ppl4j.math;

/**
 * The power function: the logarithm of the base carried to about 2^-68, times the exponent, exponentiated.
 *
 * <p>The logarithm's series in {@code s = f / (2 + f)} has its first two terms in double-double arithmetic (T. J.
 * Dekker, <em>Numerische Mathematik</em> 18, 1971) and the rest, from {@code s^5} on, in one double.
 */
final class Power {

    private static final double TWO_THIRDS = 0x1.5555555555555p-1;
    private static final double TWO_THIRDS_LOW = 0x1.5555555555555p-55;

    /** {@code log 2} in 42 bits, so that its product with a binary exponent is exact, and the rest. */
    private static final double LN2_SHORT = 0x1.62e42fefa3800p-1;

    private static final double LN2_REST = 0x1.ef35793c76730p-45;

    // Minimax for (2 atanh(s) - 2 s - 2 s^3/3) / s^5 in z = s^2 on [0, 0.02945], relative to 2 s: 2^-71.7.
    private static final double P0 = 0x1.9999999999999p-2;
    private static final double P1 = 0x1.24924924927a0p-2;
    private static final double P2 = 0x1.c71c71c6780e8p-3;
    private static final double P3 = 0x1.745d17c30b63ep-3;
    private static final double P4 = 0x1.3b137e4d2176fp-3;
    private static final double P5 = 0x1.111cde647105cp-3;
    private static final double P6 = 0x1.dec38b09eb387p-4;
    private static final double P7 = 0x1.e6bd25a1783a1p-4;

    private Power() {}

    static double pow(double x, double y) {
        double base = Math.abs(x);
        double direction = Select.equal(base, 0, -y, y);
        double limit = Select.lessThan(0, direction, Double.POSITIVE_INFINITY, 0);
        double regular =
                Select.equal(base, 0, limit, Select.equal(base, Double.POSITIVE_INFINITY, limit, positive(base, y)));

        double exponent = Math.abs(y);
        double wholeOrNaN = Select.equal(roundedUp(exponent), exponent, regular, Double.NaN);
        double signed =
                Select.lessThan(x, 0, Select.lessThan(base, Double.POSITIVE_INFINITY, wholeOrNaN, regular), regular);
        double halved = 0.5 * exponent;
        double odd = Select.equal(roundedUp(exponent), exponent, Select.equal(roundedUp(halved), halved, 1, x), 1);
        double result = Select.copySign(signed, odd);
        return Select.equal(y, 0, 1, Select.isNaN(x, x, Select.isNaN(y, y, result)));
    }

    /** Returns a non-negative value rounded to an integer, exactly itself if it is one. */
    private static double roundedUp(double value) {
        return Select.lessThan(value, 0x1p52, (value + 0x1p52) - 0x1p52, value);
    }

    /** Returns {@code x^y} for positive finite {@code x}. */
    private static double positive(double x, double y) {
        double normal = Select.lessThan(x, Double.MIN_NORMAL, x * 0x1p54, x);
        long exponent = Logarithm.exponent(normal);
        double k = Logarithm.toDouble(exponent) - Select.lessThan(x, Double.MIN_NORMAL, 54, 0);
        double f = Logarithm.mantissa(normal, exponent) - 1;

        double denominator = 2 + f;
        double denominatorLow = f - (denominator - 2);
        double reciprocal = 1 / denominator;
        double s = f * reciprocal;
        double sLow = Math.fma(-s, denominatorLow, Math.fma(-s, denominator, f)) * reciprocal;
        double z = s * s;
        double zLow = Math.fma(2 * s, sLow, Math.fma(s, s, -z));
        double cube = z * s;
        double cubeLow = Math.fma(zLow, s, Math.fma(z, sLow, Math.fma(z, s, -cube)));
        double third = TWO_THIRDS * cube;
        double thirdLow =
                Math.fma(TWO_THIRDS, cubeLow, Math.fma(TWO_THIRDS_LOW, cube, Math.fma(TWO_THIRDS, cube, -third)));
        double tail = Math.fma(z * cube, polynomial(z), Math.fma(2, sLow, thirdLow));

        double mantissaLog = 2 * s + third;
        double mantissaLogLow = ((2 * s - mantissaLog) + third) + tail;
        return exponentiated(y, k, mantissaLog, mantissaLogLow);
    }

    /** Returns {@code exp(y (k log 2 + high + low))}. */
    private static double exponentiated(double y, double k, double high, double low) {
        double shift = k * LN2_SHORT;
        double sum = shift + high;
        double sumLow = ((shift - sum) + high) + Math.fma(k, LN2_REST, low);
        double log = sum + sumLow;
        double logLow = (sum - log) + sumLow;
        double product = y * log;
        double productLow = Math.fma(y, logLow, Math.fma(y, log, -product));
        return Exponential.expOfSum(product, Select.lessThan(Math.abs(product), 1000, productLow, 0));
    }

    private static double polynomial(double z) {
        double z2 = z * z;
        double low = Math.fma(Math.fma(P3, z, P2), z2, Math.fma(P1, z, P0));
        double high = Math.fma(Math.fma(P7, z, P6), z2, Math.fma(P5, z, P4));
        return Math.fma(high, z2 * z2, low);
    }
}
