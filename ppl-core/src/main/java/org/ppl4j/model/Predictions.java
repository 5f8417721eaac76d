package org.ppl4j.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Draws from a predictive distribution: of the observed sites and of the deterministic values. */
public final class Predictions {

    private static final double[] NOTHING = {};

    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, double[][]> draws = new LinkedHashMap<>();
    private final int count;

    /** Runs draw by draw, of which only the numbers are kept: a loop's sites are many, and so are the draws. */
    Predictions(int count, IntFunction<Map<String, Tensor>> runs) {
        this.count = count;
        for (int i = 0; i < count; i++) {
            int draw = i;
            runs.apply(i).forEach((name, value) -> {
                shapes.putIfAbsent(name, value.shape());
                draws.computeIfAbsent(name, absent -> unfilled(count))[draw] = value.toArray();
            });
        }
    }

    private static double[][] unfilled(int count) {
        double[][] rows = new double[count][];
        Arrays.fill(rows, NOTHING);
        return rows;
    }

    /** Returns the names of what was predicted. */
    public List<String> names() {
        return List.copyOf(shapes.keySet());
    }

    /** Returns how many draws there are. */
    public int drawCount() {
        return count;
    }

    /**
     * Returns the shape of a predicted value, in the first draw that has it.
     *
     * @param name its name
     */
    public Shape shape(String name) {
        requireKnown(name);
        return java.util.Objects.requireNonNull(shapes.get(name));
    }

    /**
     * Returns all draws of a value: a row a draw, its elements row-major; an empty row where a draw of a dynamic model
     * does not have it.
     *
     * @param name its name
     */
    public double[][] values(String name) {
        requireKnown(name);
        double[][] values = java.util.Objects.requireNonNull(draws.get(name));
        double[][] copy = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            copy[i] = values[i].clone();
        }
        return copy;
    }

    /**
     * Returns the mean over the draws, element by element.
     *
     * @param name the value's name
     */
    public double[] mean(String name) {
        double[] mean = new double[shape(name).size()];
        for (double[] draw : ofOneSize(name, "no mean")) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += draw[k] / count;
            }
        }
        return mean;
    }

    /**
     * Returns a quantile over the draws, element by element, such as an end of a predictive interval; between two draws it is
     * interpolated linearly. NaN where a draw is.
     *
     * @param name the value's name
     * @param probability which quantile, from 0 to 1
     */
    public double[] quantile(String name, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "A quantile needs a probability between 0 and 1, got " + probability + ".");
        }
        double[][] rows = ofOneSize(name, "no quantiles");
        double[] quantiles = new double[shape(name).size()];
        double place = probability * (count - 1);
        int below = (int) place;
        for (int k = 0; k < quantiles.length; k++) {
            int element = k;
            double[] sorted = Arrays.stream(rows)
                    .mapToDouble(row -> row[element])
                    .sorted()
                    .toArray();
            double next = sorted[Math.min(below + 1, count - 1)];
            if (Double.isNaN(sorted[count - 1])) {
                quantiles[k] = Double.NaN;
            } else {
                quantiles[k] =
                        place == below ? sorted[below] : sorted[below] + (place - below) * (next - sorted[below]);
            }
        }
        return quantiles;
    }

    private double[][] ofOneSize(String name, String lacks) {
        int size = shape(name).size();
        double[][] rows = values(name);
        for (double[] draw : rows) {
            if (draw.length != size) {
                throw new IllegalArgumentException("The value \"" + name + "\" has " + size
                        + " elements in one draw and " + draw.length + " in another, so it has " + lacks + ".");
            }
        }
        return rows;
    }

    /** Returns how many draws there are, and of what. */
    @Override
    public String toString() {
        return "Predictions: " + count + " draws of "
                + shapes.entrySet().stream()
                        .map(entry -> entry.getKey() + (entry.getValue().isScalar() ? "" : entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private void requireKnown(String name) {
        if (!shapes.containsKey(name)) {
            throw new IllegalArgumentException(
                    "Nothing was predicted under the name \"" + name + "\". There is: " + names() + ".");
        }
    }
}
