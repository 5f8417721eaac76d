package org.ppl4j.samplers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The table of posteriors with exact answers. */
final class ExactTable {
    private static final Map<String, Map<String, Double>> MODELS = read();

    private ExactTable() {}

    /**
     * Returns the quantities of the model whose description begins with a text.
     *
     * @param start the text
     */
    static Map<String, Double> quantities(String start) {
        return MODELS.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** Returns one quantity. */
    static double quantity(String start, String name) {
        return Objects.requireNonNull(quantities(start).get(name), name);
    }

    private static Map<String, Map<String, Double>> read() {
        try (InputStream stream =
                Objects.requireNonNull(ExactTable.class.getResourceAsStream("exact-posteriors.csv"))) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Map<String, Double>> models = new LinkedHashMap<>();
            text.lines().skip(1).forEach(line -> {
                int value = line.lastIndexOf(',');
                int quantity = line.lastIndexOf(',', value - 1);
                models.computeIfAbsent(line.substring(0, quantity).replace("\"", ""), key -> new LinkedHashMap<>())
                        .put(line.substring(quantity + 1, value), Double.parseDouble(line.substring(value + 1)));
            });
            return models;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
