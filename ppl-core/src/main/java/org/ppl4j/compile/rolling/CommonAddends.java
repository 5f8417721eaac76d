package org.ppl4j.compile.rolling;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Unbundling;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;

/**
 * What few nodes are added by many terms: the nodes are computed once, and matrices say which term adds them how often. Sums of which data
 * choose alike, as those of all classes that an answer may be of, have one matrix.
 */
final class CommonAddends {

    private final int terms;
    private final Map<Long, Vector> vectors = new LinkedHashMap<>();
    private final Map<Integer, Map<Long, RaggedTotals.Form>> byPlace = new TreeMap<>();

    CommonAddends(int terms) {
        this.terms = terms;
    }

    /** The different nodes of a form, in sums at all places. */
    private static final class Vector {

        private final NodeMap<Integer> numbers = new NodeMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private @Nullable Node vector;
        private int start;

        void add(Node node) {
            if (numbers.put(node, numbers.getOrDefault(node, nodes.size()))) {
                nodes.add(node);
            }
        }
    }

    /** Adds what sums at one place add of a form. */
    void add(int place, long number, RaggedTotals.Form form) {
        byPlace.computeIfAbsent(place, absent -> new LinkedHashMap<>()).put(number, form);
        Vector vector = vectors.computeIfAbsent(number, absent -> new Vector());
        form.nodes.forEach(vector::add);
    }

    /**
     * Adds the products, of all forms whose nodes could be put together.
     *
     * @param totals receives them, those of each place
     * @param notes receives a line for each form
     */
    void addTo(List<RaggedTotals.Totals> totals, List<String> notes) {
        List<Node> parts = new ArrayList<>();
        int size = 0;
        for (Vector vector : vectors.values()) {
            vector.vector = vector(vector.nodes, notes);
            vector.start = size;
            if (vector.vector != null) {
                parts.add(vector.vector);
                size += vector.nodes.size();
            }
        }
        if (parts.isEmpty()) {
            return;
        }
        Node all = parts.size() == 1 ? parts.get(0) : Node.of(new Concatenate(), parts);
        Map<DoubleBuffer, Map<Integer, List<Integer>>> byMatrix = new LinkedHashMap<>();
        byPlace.forEach((place, forms) -> {
            forms.keySet().removeIf(number -> Objects.requireNonNull(vectors.get(number)).vector == null);
            totals.get(place).forms().addAll(forms.keySet());
            List<Integer> columns = columns(forms);
            if (!columns.isEmpty()) {
                byMatrix.computeIfAbsent(DoubleBuffer.wrap(times(forms, columns)), absent -> new LinkedHashMap<>())
                        .put(place, columns);
            }
        });
        byMatrix.forEach((times, columns) -> {
            ChoiceMatrix matrix = new ChoiceMatrix(terms, times.array());
            // products with long vectors are joined by a pass, with others
            if (Unbundling.isApart(Shape.of(matrix.width()))) {
                addProduct(matrix, all, columns, totals);
            } else {
                columns.forEach((place, own) -> addProduct(matrix, all, Map.of(place, own), totals));
            }
        });
    }

    private void addProduct(
            ChoiceMatrix matrix, Node all, Map<Integer, List<Integer>> columns, List<RaggedTotals.Totals> totals) {
        Node product = matrix.product(all, List.copyOf(columns.values()));
        int number = 0;
        for (int place : columns.keySet()) {
            Indices own = Indices.range(terms, number++, columns.size());
            totals.get(place).vectors().add(Nodes.take(product, Shape.of(terms), own));
        }
    }

    /** Returns the elements that sums at one place add, in the order in which they come first. */
    private List<Integer> columns(Map<Long, RaggedTotals.Form> forms) {
        Map<Integer, Integer> firsts = new HashMap<>();
        forms.forEach((number, form) -> {
            for (int k = 0; k < form.nodes.size(); k++) {
                firsts.merge(element(number, form.nodes.get(k)), form.places.get(k), Math::min);
            }
        });
        TreeMap<Integer, Integer> inOrder = new TreeMap<>();
        firsts.forEach((element, place) -> inOrder.put(place, element));
        return List.copyOf(inOrder.values());
    }

    private int element(long number, Node node) {
        Vector vector = Objects.requireNonNull(vectors.get(number));
        return vector.start + vector.numbers.getOrDefault(node, 0);
    }

    /** Returns how often, or with which number, each term adds each of some elements. */
    private double[] times(Map<Long, RaggedTotals.Form> forms, List<Integer> columns) {
        Map<Integer, Integer> columnOf = new HashMap<>();
        columns.forEach(element -> columnOf.put(element, columnOf.size()));
        double[] times = new double[terms * columns.size()];
        forms.forEach((number, form) -> {
            for (int k = 0; k < form.nodes.size(); k++) {
                int column = Objects.requireNonNull(columnOf.get(element(number, form.nodes.get(k))));
                times[form.terms.get(k) * columns.size() + column] += form.weights.get(k);
            }
        });
        return times;
    }

    /** Returns a vector of nodes of one form; null if it would have to be put together of many. */
    static @Nullable Node vector(List<Node> nodes, List<String> notes) {
        RollingVector vector = new RollingVector(new FormKeys(true, Followed.ALL));
        nodes.forEach(vector::add);
        Node rolled = vector.vector(nodes.get(0).origin(), notes);
        return rolled == null && nodes.size() <= RollingSum.FEWEST ? Node.of(new Concatenate(), nodes) : rolled;
    }
}
