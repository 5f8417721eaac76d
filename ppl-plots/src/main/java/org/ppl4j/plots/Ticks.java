package org.ppl4j.plots;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The round numbers marked on an axis. */
final class Ticks {

    private static final double[] STEPS = {1, 2, 2.5, 5, 10};

    private Ticks() {}

    /** Returns the multiples of a round step that lie within an interval, about as many as wanted. */
    static List<Double> of(double low, double high, int wanted) {
        double rough = (high - low) / wanted;
        int exponent = (int) Math.floor(Math.log10(rough));
        BigDecimal step = null;
        for (double candidate : STEPS) {
            BigDecimal scaled = BigDecimal.valueOf(candidate).scaleByPowerOfTen(exponent);
            if (step == null || Math.abs(scaled.doubleValue() - rough) < Math.abs(step.doubleValue() - rough)) {
                step = scaled;
            }
        }
        List<Double> ticks = new ArrayList<>();
        if (step == null) {
            return ticks;
        }
        // Decimal arithmetic: 0.3 is the third tenth, not 0.30000000000000004.
        BigDecimal tick =
                BigDecimal.valueOf(low).divide(step, 0, RoundingMode.CEILING).multiply(step);
        while (tick.doubleValue() <= high) {
            ticks.add(tick.doubleValue());
            tick = tick.add(step);
        }
        return ticks;
    }

    /** Returns the text of a tick: digits without needless zeros, an exponent only where there would be many of them. */
    static String label(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
        double size = Math.abs(value);
        if (size < 1e9 && size >= 1e-4) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + exponent;
    }
}
