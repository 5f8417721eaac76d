package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.FirstOfEqual;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Shape;

/**
 * What terms add of one form, some more and some less of it: computed at once, and added up by terms. If several terms add one and the
 * same number, as those at risk do in a proportional hazards model, a matrix says which.
 */
final class RaggedTotals {

    /** Matrices of how often terms add what are at most so many times as large as there is to add. */
    private static final int SPARSEST = 4;

    private RaggedTotals() {}

    /** What the terms add of one form, and which term each of it is in. */
    private static final class Form {

        private final List<Node> nodes = new ArrayList<>();
        private final List<Integer> terms = new ArrayList<>();
        private final boolean isSubtracted;

        Form(boolean isSubtracted) {
            this.isSubtracted = isSubtracted;
        }
    }

    /**
     * Returns for each form, of which terms add different numbers, a vector of what each term adds of it.
     *
     * @param sums a sum of each term
     * @param notes receives a line for each form
     */
    static Map<Long, Node> of(List<Addends> sums, List<String> notes) {
        Map<Long, Form> forms = new LinkedHashMap<>();
        for (int i = 0; i < sums.size(); i++) {
            for (Addends.Addend addend : sums.get(i).repeated()) {
                Form form = forms.computeIfAbsent(addend.form(), absent -> new Form(addend.isSubtracted()));
                form.nodes.add(addend.node());
                form.terms.add(i);
            }
        }
        Map<Long, Node> totals = new LinkedHashMap<>();
        forms.forEach((number, form) -> {
            Node total = isRagged(form, sums.size()) ? total(form, sums.size(), notes) : null;
            if (total != null) {
                totals.put(number, total);
            }
        });
        return totals;
    }

    /**
     * Whether terms add a form in different numbers, and often: one that now and then comes twice is a choice of forms. Where most terms add as
     * many, a loop over these is as good, and need not put together what they add.
     */
    private static boolean isRagged(Form form, int terms) {
        int[] counts = new int[terms];
        form.terms.forEach(term -> counts[term]++);
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int count : counts) {
            lengths.merge(count, 1, Integer::sum);
        }
        return lengths.size() >= RaggedSums.FEWEST_LENGTHS
                && 2 * form.nodes.size() >= 3 * terms
                && 2 * Collections.max(lengths.values()) <= terms;
    }

    private static @Nullable Node total(Form form, int terms, List<String> notes) {
        NodeMap<Integer> numbers = new NodeMap<>();
        List<Node> different = new ArrayList<>();
        FirstOfEqual firsts = new FirstOfEqual();
        int[] picks = new int[form.nodes.size()];
        double[] weights = new double[picks.length];
        for (int k = 0; k < picks.length; k++) {
            ConstantMultiple multiple = ConstantMultiple.of(form.nodes.get(k));
            weights[k] = multiple.number();
            Node node = firsts.of(multiple.node());
            if (numbers.put(node, numbers.getOrDefault(node, different.size()))) {
                different.add(node);
            }
            picks[k] = numbers.getOrDefault(node, 0);
        }
        Node vector = vector(different, notes);
        if (vector == null) {
            return null;
        }
        int[] places = form.terms.stream().mapToInt(Integer::intValue).toArray();
        Node total = SPARSEST * (long) picks.length >= (long) terms * different.size()
                        && picks.length > different.size()
                ? product(vector, picks, places, weights, terms)
                : Node.of(new Put(Indices.of(places), Shape.of(terms)), weighted(picked(vector, picks), weights));
        return form.isSubtracted ? Nodes.negate(total) : total;
    }

    private static @Nullable Node vector(List<Node> nodes, List<String> notes) {
        RollingVector vector = new RollingVector(new FormKeys(true, Followed.ALL));
        nodes.forEach(vector::add);
        Node rolled = vector.vector(nodes.get(0).origin(), notes);
        return rolled == null && nodes.size() <= RollingSum.FEWEST ? Node.of(new Concatenate(), nodes) : rolled;
    }

    private static Node picked(Node vector, int[] picks) {
        Indices indices = Indices.of(picks);
        boolean isAll = indices.equals(Indices.range(vector.size(), 0, 1));
        return isAll ? vector : Nodes.take(vector, Shape.of(picks.length), indices);
    }

    private static Node weighted(Node vector, double[] weights) {
        return Arrays.stream(weights).allMatch(weight -> weight == 1)
                ? vector
                : Nodes.multiply(vector, Constant.of(vector.shape(), weights));
    }

    /** Returns how often, or with which number, each term adds each element, as a matrix, times the elements. */
    private static Node product(Node vector, int[] picks, int[] places, double[] weights, int terms) {
        double[] times = new double[terms * vector.size()];
        for (int k = 0; k < picks.length; k++) {
            times[places[k] * vector.size() + picks[k]] += weights[k];
        }
        Node matrix = Constant.of(Shape.of(terms, vector.size()), times);
        Node column = Nodes.reshape(vector, Shape.of(vector.size(), 1));
        return Nodes.reshape(Nodes.matrixMultiply(matrix, column, false, false), Shape.of(terms));
    }
}
