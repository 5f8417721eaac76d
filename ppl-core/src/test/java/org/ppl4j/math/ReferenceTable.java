package org.ppl4j.math;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;

/** Reads the high-precision tables and measures errors against them. */
final class ReferenceTable {

    /** One line: arguments and the value to 34 digits; {@code y} is {@code NaN} for a function of one argument. */
    record Row(String function, double x, double y, BigDecimal reference) {}

    /** The largest error of a function over its rows, and where it was. */
    record Worst(double error, Row row, double computed, int rows) {}

    /** How far a computed value is from the reference. */
    interface ErrorMeasure {
        double error(double computed, BigDecimal reference);
    }

    private ReferenceTable() {}

    static List<Row> read(String name) {
        InputStream stream = Objects.requireNonNull(ReferenceTable.class.getResourceAsStream(name), name);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(ReferenceTable::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row parse(String line) {
        String[] parts = line.split(",", -1);
        double y = parts[2].isEmpty() ? Double.NaN : Double.parseDouble(parts[2]);
        return new Row(parts[0], Double.parseDouble(parts[1]), y, new BigDecimal(parts[3]));
    }

    static Worst worst(List<Row> table, String name, DoubleBinaryOperator function, ErrorMeasure measure) {
        List<Row> rows =
                table.stream().filter(row -> row.function().equals(name)).toList();
        Worst worst = new Worst(-1, rows.get(0), Double.NaN, rows.size());
        for (Row row : rows) {
            double computed = function.applyAsDouble(row.x(), row.y());
            double error = measure.error(computed, row.reference());
            if (error > worst.error()) {
                worst = new Worst(error, row, computed, rows.size());
            }
        }
        return worst;
    }

    /** Returns the error in units in the last place of the double nearest to the reference. */
    static double ulps(double computed, BigDecimal reference) {
        double nearest = reference.doubleValue();
        if (Double.isInfinite(nearest) || !Double.isFinite(computed)) {
            return computed == nearest ? 0 : Double.POSITIVE_INFINITY;
        }
        // Divided before the conversion: an error of a fraction of the smallest subnormal is not a double.
        BigDecimal unit = new BigDecimal(Math.ulp(nearest));
        return new BigDecimal(computed)
                .subtract(reference)
                .abs()
                .divide(unit, MathContext.DECIMAL64)
                .doubleValue();
    }

    /** Returns the relative error, or the absolute one where the reference is below one. */
    static double relativeOrAbsolute(double computed, BigDecimal reference) {
        return relativeAbove(1, computed, reference);
    }

    /** Returns the relative error; values in or near the subnormal range are allowed their rounding. */
    static double relative(double computed, BigDecimal reference) {
        return relativeAbove(1e-290, computed, reference);
    }

    private static double relativeAbove(double floor, double computed, BigDecimal reference) {
        double nearest = reference.doubleValue();
        if (Double.isInfinite(nearest) || !Double.isFinite(computed)) {
            return computed == nearest ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(new BigDecimal(computed).subtract(reference).doubleValue())
                / Math.max(Math.abs(nearest), floor);
    }
}
