package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.FirstOfEqual;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Shape;

/**
 * What terms add of one form, some more and some less of it: computed at once, and added up by terms. If several terms add one and the
 * same number, as those at risk do in a proportional hazards model, a matrix says which ({@link CommonAddends}).
 */
final class RaggedTotals {

    /** Matrices of how often terms add what are at most so many times as large as there is to add. */
    private static final int SPARSEST = 4;

    private final int terms;
    private final FirstOfEqual firsts = new FirstOfEqual();
    private final List<String> notes;

    private RaggedTotals(int terms, List<String> notes) {
        this.terms = terms;
        this.notes = notes;
    }

    /**
     * What the terms' sums at one place add of some forms.
     *
     * @param forms the numbers of the forms
     * @param vectors what each term adds of them: one vector of all terms, or several
     */
    record Totals(Set<Long> forms, List<Node> vectors) {}

    /** What the terms add of one form in sums at one place: what, how often, and which term. */
    static final class Form {

        final List<Node> nodes = new ArrayList<>();
        final List<Double> weights = new ArrayList<>();
        final List<Integer> terms = new ArrayList<>();

        /** Where each is among all that the sums add. */
        final List<Integer> places = new ArrayList<>();

        /** Returns how many terms add how many of the form. */
        private Map<Integer, Integer> lengths(int count) {
            int[] counts = new int[count];
            terms.forEach(term -> counts[term]++);
            Map<Integer, Integer> lengths = new HashMap<>();
            for (int length : counts) {
                lengths.merge(length, 1, Integer::sum);
            }
            return lengths;
        }
    }

    /**
     * Returns what the terms' sums add of forms of which terms add different numbers; for each of the sums.
     *
     * @param sums for each of the sums that of each term
     * @param terms how many terms there are
     * @param notes receives a line for each form
     */
    static List<Totals> of(List<List<Addends>> sums, int terms, List<String> notes) {
        RaggedTotals all = new RaggedTotals(terms, notes);
        List<Map<Long, Form>> forms = new ArrayList<>();
        boolean isChoice = false;
        for (List<Addends> ofPlace : sums) {
            forms.add(all.forms(ofPlace));
        }
        for (Map<Long, Form> ofPlace : forms) {
            isChoice |= ofPlace.values().stream().anyMatch(all::isRagged);
        }
        return all.totals(forms, isChoice);
    }

    private Map<Long, Form> forms(List<Addends> sums) {
        Map<Long, Form> forms = new LinkedHashMap<>();
        int place = 0;
        for (int i = 0; i < sums.size(); i++) {
            for (Addends.Addend addend : sums.get(i).repeated()) {
                Form form = forms.computeIfAbsent(addend.form(), absent -> new Form());
                ConstantMultiple multiple = ConstantMultiple.of(addend.node());
                form.nodes.add(firsts.of(multiple.node()));
                form.weights.add(addend.isSubtracted() ? -multiple.number() : multiple.number());
                form.terms.add(i);
                form.places.add(place++);
            }
        }
        return forms;
    }

    /**
     * Returns the totals.
     *
     * @param forms the forms at each place
     * @param isChoice whether data choose what is added: what they choose seldom is no reason then to leave terms that differ in it
     */
    private List<Totals> totals(List<Map<Long, Form>> forms, boolean isChoice) {
        CommonAddends common = new CommonAddends(terms);
        List<Totals> totals = new ArrayList<>();
        for (int place = 0; place < forms.size(); place++) {
            Totals ofPlace = new Totals(new HashSet<>(), new ArrayList<>());
            totals.add(ofPlace);
            for (Map.Entry<Long, Form> entry : forms.get(place).entrySet()) {
                Form form = entry.getValue();
                if (!isRagged(form) && !(isChoice && form.lengths(terms).size() > 1)) {
                    continue;
                }
                Set<Node> different = Collections.newSetFromMap(new IdentityHashMap<>());
                different.addAll(form.nodes);
                int size = form.nodes.size();
                if (SPARSEST * (long) size >= (long) terms * different.size() && size > different.size()) {
                    common.add(place, entry.getKey(), form);
                    continue;
                }
                Node total = total(form);
                if (total != null) {
                    ofPlace.forms.add(entry.getKey());
                    ofPlace.vectors.add(total);
                }
            }
        }
        common.addTo(totals, notes);
        return totals;
    }

    /**
     * Whether terms add a form in different numbers, and often: one that now and then comes twice is a choice of forms. Where most terms add as
     * many, a loop over these is as good, and need not put together what they add.
     */
    private boolean isRagged(Form form) {
        Map<Integer, Integer> lengths = form.lengths(terms);
        return lengths.size() >= RaggedSums.FEWEST_LENGTHS
                && 2 * form.nodes.size() >= 3 * terms
                && 2 * Collections.max(lengths.values()) <= terms;
    }

    private @Nullable Node total(Form form) {
        NodeMap<Integer> numbers = new NodeMap<>();
        List<Node> different = new ArrayList<>();
        int[] picks = new int[form.nodes.size()];
        for (int k = 0; k < picks.length; k++) {
            Node node = form.nodes.get(k);
            if (numbers.put(node, numbers.getOrDefault(node, different.size()))) {
                different.add(node);
            }
            picks[k] = numbers.getOrDefault(node, 0);
        }
        Node vector = CommonAddends.vector(different, notes);
        if (vector == null) {
            return null;
        }
        Indices indices = Indices.of(picks);
        boolean isAll = indices.equals(Indices.range(vector.size(), 0, 1));
        Node picked = isAll ? vector : Nodes.take(vector, Shape.of(picks.length), indices);
        int[] places = form.terms.stream().mapToInt(Integer::intValue).toArray();
        return Node.of(new Put(Indices.of(places), Shape.of(terms)), weighted(picked, form.weights));
    }

    private static Node weighted(Node vector, List<Double> weights) {
        double[] numbers = weights.stream().mapToDouble(Double::doubleValue).toArray();
        if (Arrays.stream(numbers).allMatch(number -> number == numbers[0]) && Math.abs(numbers[0]) == 1) {
            return numbers[0] == 1 ? vector : Nodes.negate(vector);
        }
        return Nodes.multiply(vector, Constant.of(vector.shape(), numbers));
    }
}
