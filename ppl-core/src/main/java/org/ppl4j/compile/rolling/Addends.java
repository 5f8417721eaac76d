package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;

/** What a sum of scalars adds up. */
final class Addends {

    private final FormKeys keys;
    private final List<Addend> all = new ArrayList<>();

    /** The forms of which some sums add several. */
    private Set<Long> several = Set.of();

    /**
     * What is added or subtracted.
     *
     * @param multiple the multiple of an element that it is; null if it is none
     * @param form the number of its form, and of whether it is added or subtracted; {@link FormKeys#NONE} if it has none
     */
    record Addend(Node node, boolean isSubtracted, @Nullable ElementMultiple multiple, long form) {}

    /**
     * Creates a sum of nothing.
     *
     * @param keys tells apart the forms of what is added
     */
    Addends(FormKeys keys) {
        this.keys = keys;
    }

    void add(Node node, boolean isSubtracted) {
        ElementMultiple multiple = ElementMultiple.of(node);
        long key = multiple != null || LeafColumn.isLeaf(node) ? FormKeys.NONE : keys.of(node);
        all.add(new Addend(node, isSubtracted, multiple, isSubtracted && key != FormKeys.NONE ? ~key : key));
    }

    /** Says of which forms some sums add several. */
    void tellRepeated(Set<Long> forms) {
        several = forms;
    }

    /** Looks at some summands' forms no longer. */
    void leave(Predicate<Node> which) {
        all.replaceAll(addend -> which.test(addend.node)
                ? new Addend(addend.node, addend.isSubtracted, addend.multiple, FormKeys.NONE)
                : addend);
    }

    /** Adds the numbers of forms that come several times; returns whether there are any. */
    boolean addRepeated(Set<Long> found) {
        Set<Long> met = new HashSet<>();
        boolean isAny = false;
        for (Addend addend : all) {
            if (addend.form != FormKeys.NONE && !met.add(addend.form)) {
                found.add(addend.form);
                isAny = true;
            }
        }
        return isAny;
    }

    /** Returns what is no constant or multiple of an element, nor of a form of which some sums add several. */
    List<Addend> others() {
        List<Addend> others = new ArrayList<>();
        for (Addend addend : all) {
            boolean isOther = addend.multiple == null && !several.contains(addend.form);
            if (isOther && !(addend.node.op() instanceof Constant)) {
                others.add(addend);
            }
        }
        return others;
    }

    /** Returns the multiples of elements among them. */
    List<ElementMultiple> multiples() {
        return all.stream().map(Addend::multiple).filter(Objects::nonNull).toList();
    }

    /** Returns what is of forms of which some sums add several. */
    List<Addend> repeated() {
        return all.stream().filter(addend -> several.contains(addend.form)).toList();
    }

    /**
     * Returns the sum.
     *
     * @param term which of the terms it is in
     * @param rows what multiples of a vector's elements become, by vectors
     * @param totals what the terms add of some forms
     * @param aligned returns what becomes of anything else
     */
    Node aligned(int term, Map<Node, RaggedRow> rows, RaggedTotals.Totals totals, UnaryOperator<Node> aligned) {
        Map<Node, double[]> numbers = new LinkedHashMap<>();
        rows.forEach((base, row) -> numbers.put(base, new double[row.size()]));
        Node result = null;
        double constant = 0;
        for (Addend addend : all) {
            if (totals.forms().contains(addend.form)) {
                continue;
            }
            if (addend.node.op() instanceof Constant) {
                double number = Objects.requireNonNull(addend.node.cachedValue())[0];
                constant += addend.isSubtracted ? -number : number;
                continue;
            }
            ElementMultiple multiple = addend.multiple;
            RaggedRow row = multiple == null ? null : rows.get(multiple.base());
            Integer place = row == null || multiple == null ? null : row.placeOf(multiple.index());
            if (place != null && multiple != null) {
                double[] ofBase = Objects.requireNonNull(numbers.get(multiple.base()));
                ofBase[place] += addend.isSubtracted ? -multiple.number() : multiple.number();
                continue;
            }
            Node part = aligned.apply(addend.node);
            if (result == null) {
                result = addend.isSubtracted ? Nodes.negate(part) : part;
            } else {
                result = addend.isSubtracted ? Nodes.subtract(result, part) : Nodes.add(result, part);
            }
        }
        for (Map.Entry<Node, RaggedRow> row : rows.entrySet()) {
            Node product = row.getValue().product(Objects.requireNonNull(numbers.get(row.getKey())));
            result = result == null ? product : Nodes.add(result, product);
        }
        for (Node total : totals.vectors()) {
            Node own = Nodes.take(total, Shape.SCALAR, Indices.range(1, term, 1));
            result = result == null ? own : Nodes.add(result, own);
        }
        Node number = Nodes.constant(constant);
        return result == null ? number : Nodes.add(result, number);
    }
}
