package org.ppl4j.chains;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Numbers and lists as they stand in a sentence. */
final class Words {

    private static final MathContext DIGITS = new MathContext(3);

    private Words() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** Returns a value with three digits. */
    static String value(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return count((long) value);
        }
        if (!(size < 1e6) || size < 1e-4) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return new BigDecimal(value).round(DIGITS).toPlainString();
    }

    /** Returns an R-hat, which is interesting for its distance from 1. */
    static String rhat(double value) {
        return Double.isInfinite(value) ? "infinite" : String.format(Locale.ROOT, value < 1.1 ? "%.3f" : "%.2f", value);
    }

    /** Returns "a", "a and b", or "a, b and c". */
    static String list(List<String> items) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }
}
