package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** What draws say about each number, and how far to trust them; printed as a table. */
public final class Summary {

    private static final List<String> HEADER =
            List.of("name", "mean", "sd", "mcse", "q5", "q50", "q95", "ess_bulk", "ess_tail", "rhat");

    // From here on, and where so many decimals are needed, numbers are printed with an exponent.
    private static final double LARGE = 1e9;
    private static final int MOST_DECIMALS = 8;
    private static final int EXPONENT_DIGITS = 3;
    /** Numbers that are computed one way from different numbers, and are equal but for rounding, differ by less. */
    private static final int ROUNDING = 4;
    /** A double has no more. */
    private static final int MOST_DIGITS = 16;

    private final List<Row> rows;

    Summary(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * What draws say about one number.
     *
     * @param name the name
     * @param mean the mean
     * @param standardDeviation the standard deviation, with divisor n − 1
     * @param mcse the Monte Carlo standard error of the mean
     * @param q5 the 5 % quantile
     * @param q50 the median
     * @param q95 the 95 % quantile
     * @param essBulk the effective sample size in the bulk
     * @param essTail the effective sample size in the tails
     * @param rhat the rank-normalised split R-hat
     */
    public record Row(
            String name,
            double mean,
            double standardDeviation,
            double mcse,
            double q5,
            double q50,
            double q95,
            double essBulk,
            double essTail,
            double rhat) {}

    /** {@return the rows in order} */
    public List<Row> rows() {
        return rows;
    }

    /**
     * {@return the row of one number}
     *
     * @param name the name of a scalar, an element or a statistic
     */
    public Row row(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow(() -> unknown(name));
    }

    private IllegalArgumentException unknown(String name) {
        KnownNames names = new KnownNames(rows.stream().map(Row::name).toList());
        return new IllegalArgumentException(
                "The summary has no row named \"" + name + "\"." + names.closestTo(name) + " " + names.listed("Rows"));
    }

    /** Returns the summary as a table, a line a number, with as many decimals as its standard deviation deserves. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(HEADER);
        rows.forEach(row -> table.add(cells(row)));
        int[] widths = new int[HEADER.size()];
        for (List<String> line : table) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : table) {
            text.append(line.get(0)).append(" ".repeat(widths[0] - line.get(0).length()));
            for (int column = 1; column < widths.length; column++) {
                String cell = line.get(column);
                text.append(" ".repeat(2 + widths[column] - cell.length())).append(cell);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<String> cells(Row row) {
        int decimals = decimals(spread(row), row.mean());
        int digits = digits(row);
        return List.of(
                row.name(),
                format(row.mean(), decimals, digits),
                format(row.standardDeviation(), decimals),
                format(row.mcse(), decimals + 1),
                format(row.q5(), decimals, digits),
                format(row.q50(), decimals, digits),
                format(row.q95(), decimals, digits),
                format(row.essBulk(), 0),
                format(row.essTail(), 0),
                format(row.rhat(), 3));
    }

    /** Returns the standard deviation, zero if numbers differ by rounding alone, as on the diagonal of a correlation matrix. */
    private static double spread(Row row) {
        double deviation = row.standardDeviation();
        return deviation < ROUNDING * Math.ulp(row.mean()) ? 0 : deviation;
    }

    /** Returns how many decimals show three digits of the scale of a number's draws. */
    private static int decimals(double deviation, double mean) {
        double scale = deviation > 0 && Double.isFinite(deviation) ? deviation : Math.abs(mean);
        if (!(scale > 0) || !Double.isFinite(scale)) {
            return 2;
        }
        return Math.max(0, 2 - (int) Math.floor(Math.log10(scale)));
    }

    /** Returns how many digits after the first of a location show three digits of the scale, if it has an exponent. */
    private static int digits(Row row) {
        double size = DoubleStream.of(row.mean(), row.q5(), row.q50(), row.q95())
                .map(Math::abs)
                .max()
                .orElseThrow();
        double scale = spread(row);
        if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(size)) {
            return EXPONENT_DIGITS;
        }
        int digits = (int) (Math.floor(Math.log10(size)) - Math.floor(Math.log10(scale))) + 2;
        return Math.max(EXPONENT_DIGITS, Math.min(MOST_DIGITS, digits));
    }

    private static String format(double value, int decimals) {
        return format(value, decimals, EXPONENT_DIGITS);
    }

    private static String format(double value, int decimals, int digits) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        boolean exponent = Math.abs(value) >= LARGE || decimals > MOST_DECIMALS;
        return String.format(Locale.ROOT, "%." + (exponent ? digits + "e" : decimals + "f"), value);
    }
}
