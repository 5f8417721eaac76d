package org.ppl4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the kept figures: comma-separated, with a header, without quotes; lines that start with # are comments. */
final class Csv {

    private Csv() {}

    /**
     * One line, by the header's names.
     *
     * @param cells its cells
     */
    record Row(Map<String, String> cells) {

        String text(String column) {
            return Objects.requireNonNull(cells.get(column), column);
        }

        /** Returns a cell's number; NaN for an empty one. */
        double number(String column) {
            String text = text(column);
            return text.isEmpty() || text.equals("NA") ? Double.NaN : Double.parseDouble(text);
        }
    }

    /** Returns the rows of a resource beside this class. A cell may hold commas in square brackets. */
    static List<Row> read(String resource) {
        return parse(lines(resource));
    }

    /** Returns the lines of a resource beside this class, without comments. */
    static List<String> lines(String resource) {
        InputStream stream = Objects.requireNonNull(Csv.class.getResourceAsStream(resource), resource);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the rows of lines, of which the first is the header. */
    static List<Row> parse(List<String> lines) {
        String[] header = cells(lines.get(0));
        return lines.stream().skip(1).map(line -> row(header, cells(line))).toList();
    }

    private static String[] cells(String line) {
        return line.split(",(?![^\\[]*\\])", -1);
    }

    private static Row row(String[] header, String[] cells) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < header.length; i++) {
            row.put(header[i], cells[i]);
        }
        return new Row(row);
    }
}
