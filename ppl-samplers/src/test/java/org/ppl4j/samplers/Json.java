package org.ppl4j.samplers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the JSON of the reference data: objects become maps, arrays lists, numbers doubles. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads an object from a file beside this class.
     *
     * @param resource the file's name
     */
    static Map<String, Object> read(String resource) {
        try (InputStream stream = Objects.requireNonNull(Json.class.getResourceAsStream(resource), resource)) {
            return object(new Json(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> object(Map<String, Object> object, String name) {
        return object(Objects.requireNonNull(object.get(name), name));
    }

    static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
        return ((List<?>) Objects.requireNonNull(object.get(name), name))
                .stream().map(Json::object).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    static double number(Map<String, Object> object, String name) {
        return (Double) Objects.requireNonNull(object.get(name), name);
    }

    static double[] vector(Map<String, Object> object, String name) {
        return vector(Objects.requireNonNull(object.get(name), name));
    }

    static double[][] matrix(Map<String, Object> object, String name) {
        return ((List<?>) Objects.requireNonNull(object.get(name), name))
                .stream().map(Json::vector).toArray(double[][]::new);
    }

    private static double[] vector(Object list) {
        return ((List<?>) list).stream().mapToDouble(x -> (Double) x).toArray();
    }

    private Object value() {
        char next = peek();
        if (next == '{') {
            Map<String, Object> members = new LinkedHashMap<>();
            at++;
            while (peek() != '}') {
                String name = string();
                expect(':');
                members.put(name, value());
                skipComma();
            }
            at++;
            return members;
        }
        if (next == '[') {
            List<Object> elements = new ArrayList<>();
            at++;
            while (peek() != ']') {
                elements.add(value());
                skipComma();
            }
            at++;
            return elements;
        }
        return next == '"' ? string() : (Object) number();
    }

    private String string() {
        expect('"');
        int end = text.indexOf('"', at);
        String content = text.substring(at, end);
        if (content.contains("\\")) {
            throw new IllegalArgumentException("An escape in " + content);
        }
        at = end + 1;
        return content;
    }

    private double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Double.parseDouble(text.substring(start, at));
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw new IllegalArgumentException("Expected " + c + " at " + at);
        }
        at++;
    }

    private void skipComma() {
        if (peek() == ',') {
            at++;
        }
    }
}
