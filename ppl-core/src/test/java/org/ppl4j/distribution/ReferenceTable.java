package org.ppl4j.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A file of reference values, a row a point. */
final class ReferenceTable {

    private ReferenceTable() {}

    /** Returns the rows of a table beside the tests' resources. */
    static List<Row> read(String name) {
        String file = name + ".csv";
        try (InputStream stream = Objects.requireNonNull(ReferenceTable.class.getResourceAsStream(file), file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            List<String> header =
                    List.of(Objects.requireNonNull(reader.readLine()).split(","));
            List<Row> rows = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int k = 0; k < cells.length; k++) {
                    row.put(header.get(k), cells[k]);
                }
                rows.add(new Row(name + " " + line, row));
            }
            return rows;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * A point with its reference values.
     *
     * @param text the line, for messages
     * @param cells the cells by column
     */
    record Row(String text, Map<String, String> cells) {

        String text(String column) {
            return Objects.requireNonNull(cells.get(column), () -> column + " in " + text);
        }

        double number(String column) {
            return parse(text(column));
        }

        /** Whether the column exists and has a number here. */
        boolean has(String column) {
            return cells.containsKey(column) && !text(column).equals("NA");
        }

        double[] numbers(String column) {
            return Arrays.stream(text(column).split(";"))
                    .mapToDouble(ReferenceTable::parse)
                    .toArray();
        }
    }

    static double parse(String number) {
        return switch (number) {
            case "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(number);
        };
    }
}
