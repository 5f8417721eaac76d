package org.ppl4j.chains;

import java.util.Arrays;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** The autocovariance of one chain at every lag, divided by n whatever the lag, as Geyer (1992) recommends. */
public final class Autocovariance {

    private Autocovariance() {}

    /**
     * {@return the autocovariances at the lags 0 to n − 1, in O(n log n)}
     *
     * @param values a chain
     */
    public static double[] of(double[] values) {
        return ofCentred(centred(values));
    }

    /**
     * {@return the autocorrelations at the lags 0 to n − 1, the first of which is 1}
     *
     * @param values a chain
     */
    public static double[] correlation(double[] values) {
        double[] covariance = of(values);
        return Arrays.stream(covariance).map(value -> value / covariance[0]).toArray();
    }

    static double[] centred(double[] values) {
        double mean = Moments.mean(values);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    /** The same for values whose mean is zero: the transform back of the squared spectrum, padded with zeros. */
    static double[] ofCentred(double[] values) {
        int length = values.length;
        if (length == 0) {
            return values;
        }
        int padded = Math.max(2, Integer.highestOneBit(2 * length - 1) << 1);
        double[][] spectrum = {Arrays.copyOf(values, padded), new double[padded]};
        FastFourierTransformer.transformInPlace(spectrum, DftNormalization.STANDARD, TransformType.FORWARD);
        for (int frequency = 0; frequency < padded; frequency++) {
            double real = spectrum[0][frequency];
            double imaginary = spectrum[1][frequency];
            spectrum[0][frequency] = real * real + imaginary * imaginary;
            spectrum[1][frequency] = 0;
        }
        FastFourierTransformer.transformInPlace(spectrum, DftNormalization.STANDARD, TransformType.INVERSE);
        return Arrays.stream(spectrum[0], 0, length)
                .map(value -> value / length)
                .toArray();
    }

    /** The same at one lag, by its definition. */
    static double ofCentred(double[] values, int lag) {
        double even = 0;
        double odd = 0;
        int pairs = values.length - lag;
        int place = 0;
        // Two sums, because one alone waits for each addition.
        for (; place + 1 < pairs; place += 2) {
            even += values[place] * values[place + lag];
            odd += values[place + 1] * values[place + 1 + lag];
        }
        if (place < pairs) {
            even += values[place] * values[place + lag];
        }
        return (even + odd) / values.length;
    }
}
