package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;

/** The elements of a vector that some terms add and others do not. */
final class RaggedRow {

    /** Rows are at most so many times as long as sums in the mean. */
    private static final int SPARSEST = 4;

    private final Map<Integer, Integer> places = new TreeMap<>();
    private final Node elements;

    private RaggedRow(Node base, Iterable<Integer> indices) {
        indices.forEach(index -> places.put(index, places.size()));
        int[] picked = places.keySet().stream().mapToInt(Integer::intValue).toArray();
        elements = Nodes.take(base, Shape.of(picked.length, 1), Indices.of(picked));
    }

    /**
     * Returns the rows for those vectors of which sums have multiples in different numbers.
     *
     * @param frames the terms that the sums are in
     * @param place which of the sums of each
     * @param groupOf which terms are computed alike
     */
    static Map<Node, RaggedRow> of(List<SumFrame> frames, int place, int[] groupOf) {
        Map<Node, List<List<Integer>>> uses = new LinkedHashMap<>();
        for (int i = 0; i < frames.size(); i++) {
            for (ElementMultiple multiple : frames.get(i).sums().get(place).multiples()) {
                List<List<Integer>> ofBase = uses.computeIfAbsent(multiple.base(), base -> new ArrayList<>());
                while (ofBase.size() < frames.size()) {
                    ofBase.add(new ArrayList<>());
                }
                ofBase.get(i).add(multiple.index());
            }
        }
        Map<Node, RaggedRow> rows = new LinkedHashMap<>();
        uses.forEach((base, indices) -> {
            Set<Integer> elements = ragged(indices);
            if (elements.isEmpty()) {
                Set<Integer> optional = OptionalElements.of(indices, groupOf);
                boolean isWorthIt = !optional.isEmpty()
                        && frames.get(0).hasFunctionsOf(place)
                        && frames.stream().noneMatch(frame -> frame.hasElsewhere(place, base, optional));
                elements = isWorthIt ? optional : elements;
            }
            if (!elements.isEmpty()) {
                rows.put(base, new RaggedRow(base, elements));
            }
        });
        return rows;
    }

    /** Returns the elements that sums add in many different numbers; none if a row of them would be of noughts for the most part. */
    private static Set<Integer> ragged(List<List<Integer>> indices) {
        int terms = indices.size();
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        indices.forEach(ofTerm -> ofTerm.forEach(index -> counts.merge(index, 1, Integer::sum)));
        // what all add stays as it is
        counts.values().removeIf(count -> count == terms);
        Set<Long> lengths = indices.stream()
                .map(ofTerm -> ofTerm.stream().filter(counts::containsKey).count())
                .collect(Collectors.toCollection(HashSet::new));
        long all = counts.values().stream().mapToInt(Integer::intValue).sum();
        boolean isWorthIt =
                lengths.size() >= RaggedSums.FEWEST_LENGTHS && (long) counts.size() * terms <= SPARSEST * all;
        return isWorthIt ? counts.keySet() : Set.of();
    }

    int size() {
        return places.size();
    }

    /** Returns the place of an element, or null if it stays as it is. */
    @Nullable
    Integer placeOf(int index) {
        return places.get(index);
    }

    /** Returns a row of numbers times the elements. */
    Node product(double[] numbers) {
        Node row = Constant.of(Shape.of(1, numbers.length), numbers);
        return Nodes.reshape(Nodes.matrixMultiply(row, elements, false, false), Shape.SCALAR);
    }
}
