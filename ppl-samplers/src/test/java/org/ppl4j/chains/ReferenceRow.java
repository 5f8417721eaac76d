package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * A number that an R package gives for draws.
 *
 * @param set the draws
 * @param statistic what is computed
 * @param argument of what, or how
 * @param value the number, as R writes it
 */
record ReferenceRow(String set, String statistic, String argument, String value) {

    private static final double RELATIVE_TOLERANCE = 1e-8;

    /** Reads a table whose first three columns and last one say this. */
    static List<ReferenceRow> read(String file) {
        return TestDraws.lines(file)
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(fields -> new ReferenceRow(fields[0], fields[1], fields[2], fields[fields.length - 1]))
                .toList();
    }

    /** Reads a table, with other values where rows that correct it have them. */
    static List<ReferenceRow> read(String file, List<ReferenceRow> exact) {
        return read(file).stream()
                .map(row ->
                        exact.stream().filter(row::sameQuantityAs).findFirst().orElse(row))
                .toList();
    }

    /** Returns the rows of a set that are not as computed, in words. */
    static List<String> mismatches(
            List<ReferenceRow> rows, String set, ToDoubleBiFunction<ReferenceRow, double[][]> statistic) {
        double[][] chains = TestDraws.read(set);
        List<String> mismatches = new ArrayList<>();
        for (ReferenceRow row : rows) {
            if (row.set.equals(set)) {
                double actual = statistic.applyAsDouble(row, chains);
                if (!close(row.expected(), actual)) {
                    mismatches.add(row + " but was " + actual);
                }
            }
        }
        return mismatches;
    }

    static boolean close(double expected, double actual) {
        if (!Double.isFinite(expected) || !Double.isFinite(actual)) {
            return Double.compare(expected, actual) == 0;
        }
        return Math.abs(actual - expected) <= RELATIVE_TOLERANCE * Math.abs(expected);
    }

    double expected() {
        return switch (value) {
            case "NA", "NaN" -> Double.NaN;
            case "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }

    private boolean sameQuantityAs(ReferenceRow other) {
        return set.equals(other.set) && statistic.equals(other.statistic) && argument.equals(other.argument);
    }
}
