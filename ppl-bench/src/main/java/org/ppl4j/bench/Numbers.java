package org.ppl4j.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Middles of measurements, and their texts. */
final class Numbers {

    private Numbers() {}

    static double median(Collection<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the geometric mean of those that are numbers. */
    static double geometricMean(double... values) {
        return Math.exp(Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(Math::log)
                .average()
                .orElse(Double.NaN));
    }

    /** Returns a number with three digits; nothing for NaN. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (value == 0 || !Double.isFinite(value)) {
            return Double.toString(value);
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
