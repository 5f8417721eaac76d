package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Shape;

/** What terms add of one form, some more and some less of it: computed at once, and added up by terms. */
final class RaggedTotals {

    /** What is computed once and added that often belongs to a running sum, or to all terms. */
    private static final int MOST_TIMES = 2;

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
            Node total = isWorthwhile(form, sums.size()) ? total(form, sums.size(), notes) : null;
            if (total != null) {
                totals.put(number, total);
            }
        });
        return totals;
    }

    /** Whether terms add a form in different numbers, and little of it is added again and again. */
    private static boolean isWorthwhile(Form form, int terms) {
        int[] counts = new int[terms];
        form.terms.forEach(term -> counts[term]++);
        NodeMap<Boolean> met = new NodeMap<>();
        int different = 0;
        for (Node node : form.nodes) {
            different += met.put(node, true) ? 1 : 0;
        }
        return Arrays.stream(counts).distinct().count() >= RaggedSums.FEWEST_LENGTHS
                && MOST_TIMES * different >= form.nodes.size();
    }

    private static @Nullable Node total(Form form, int terms, List<String> notes) {
        RollingVector vector = new RollingVector(new FormKeys(true, Followed.ALL));
        form.nodes.forEach(vector::add);
        Node all = vector.vector(form.nodes.get(0).origin(), notes);
        if (all == null) {
            return null;
        }
        int[] places = form.terms.stream().mapToInt(Integer::intValue).toArray();
        Node total = Node.of(new Put(Indices.of(places), Shape.of(terms)), all);
        return form.isSubtracted ? Nodes.negate(total) : total;
    }
}
