package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Subtract;

/**
 * The sums of scalars in a term, and what is left of it without the multiples of a vector's elements in these, and without what sums add
 * several of: its frame.
 */
final class SumFrame {

    private final Node term;
    private final NodeMap<Integer> placeOf = new NodeMap<>();
    private final List<Addends> sums = new ArrayList<>();
    private final NodeMap<Long> numbers = new NodeMap<>();
    private final TermNodes nodes;
    private final FormKeys keys;
    private Predicate<Node> isShared = node -> false;
    private final NodeMap<Addends> gathered = new NodeMap<>();
    private Set<Long> repeated = Set.of();
    private boolean isRefused;
    private long number;

    private SumFrame(Node term, FormKeys keys) {
        this.term = term;
        this.nodes = new TermNodes(term);
        this.keys = keys;
    }

    /**
     * Returns a term's frame, whose sums are to be {@linkplain #look looked for}.
     *
     * @param keys tells apart the forms of what is added
     */
    static SumFrame of(Node term, FormKeys keys) {
        return new SumFrame(term, keys);
    }

    Node term() {
        return term;
    }

    /** Returns the nodes that the term is computed from. */
    List<Node> nodes() {
        return nodes.nodes();
    }

    /**
     * Looks for forms of which a sum adds several. A sum that other terms use too stays a summand: it is what a loop has
     * carried on.
     *
     * @param others tells the nodes that other terms use
     * @param isInnermost whether what adds up several of a form itself is left, in sums of such sums
     * @param found receives the numbers of the forms
     */
    void findRepeated(Predicate<Node> others, boolean isInnermost, Set<Long> found) {
        isShared = others;
        NodeMap<Boolean> parts = new NodeMap<>();
        for (Node node : nodes.areTooMany() ? List.<Node>of() : nodes.nodes()) {
            if (!TermNodes.isLeaf(node) && isSum(node) && !parts.containsKey(node)) {
                Addends sum = new Addends(keys);
                gather(node, false, sum, parts);
                gathered.put(node, sum);
            }
        }
        if (isInnermost) {
            tellOuter();
        }
        for (Node node : nodes.nodes()) {
            Addends sum = gathered.get(node);
            if (sum != null) {
                sum.addRepeated(found);
            }
        }
    }

    /** Tells sums which of their summands have sums in them that add several of a form. */
    private void tellOuter() {
        NodeMap<Boolean> outer = new NodeMap<>();
        List<Node> inOrder = new ArrayList<>(nodes.nodes());
        inOrder.sort((a, b) -> a == b ? 0 : a.isOlderThan(b) ? -1 : 1);
        for (Node node : inOrder) {
            Addends sum = gathered.get(node);
            boolean isOuter = false;
            for (Node input : TermNodes.isLeaf(node) ? List.<Node>of() : node.inputs()) {
                isOuter |= outer.containsKey(input);
            }
            if (sum != null) {
                sum.leave(outer::containsKey);
                isOuter |= sum.addRepeated(new HashSet<>());
            }
            if (isOuter) {
                outer.put(node, true);
            }
        }
    }

    /**
     * Looks for sums.
     *
     * @param forms those of which some sums add several
     */
    void look(Set<Long> forms) {
        repeated = forms;
        if (!nodes.areTooMany()) {
            number = number(term, 0);
        }
        if (isRefused) {
            sums.clear();
        }
    }

    /** Returns a number that is equal for terms of one frame, and seldom for others. */
    long number() {
        return number;
    }

    /** Returns a number that tells apart how many sums there are, too. */
    long kind() {
        return FormKeys.with(number, sums.size());
    }

    /** Returns the sums, those of one frame in the same order. */
    List<Addends> sums() {
        return sums;
    }

    /** Whether there are functions, such as an exponential, of one of the sums. */
    boolean hasFunctionsOf(int sum) {
        NodeMap<Boolean> met = new NodeMap<>();
        List<Node> pending = new ArrayList<>();
        for (Node node : nodes.nodes()) {
            if (!TermNodes.isLeaf(node) && Operations.isFunction(node.op())) {
                pending.add(node);
            }
        }
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            if (placeOf.getOrDefault(node, -1) == sum) {
                return true;
            }
            if (!TermNodes.isLeaf(node) && met.put(node, true)) {
                pending.addAll(node.inputs());
            }
        }
        return false;
    }

    /** Whether sums other than one add some elements of a vector. */
    boolean hasElsewhere(int sum, Node base, Set<Integer> elements) {
        for (int k = 0; k < sums.size(); k++) {
            for (ElementMultiple multiple :
                    k == sum ? List.<ElementMultiple>of() : sums.get(k).multiples()) {
                if (multiple.base() == base && elements.contains(multiple.index())) {
                    return true;
                }
            }
        }
        return false;
    }

    private long number(Node node, int depth) {
        Long known = numbers.get(node);
        if (known == null) {
            isRefused |= depth > FormKeys.DEEPEST;
            known = isRefused ? FormKeys.NONE : newNumber(node, depth);
            numbers.put(node, known);
        }
        return known;
    }

    private long newNumber(Node node, int depth) {
        if (TermNodes.isLeaf(node)) {
            Node base = LeafColumn.base(node);
            return base.op() instanceof Constant ? node.size() : System.identityHashCode(base);
        }
        long result = 1;
        if (!isSum(node)) {
            result = FormKeys.ofOperation(node);
            for (Node input : node.inputs()) {
                result = FormKeys.with(result, number(input, depth + 1));
            }
            return result;
        }
        Addends sum = Objects.requireNonNull(gathered.get(node));
        sum.tellRepeated(repeated);
        placeOf.put(node, sums.size());
        sums.add(sum);
        for (Addends.Addend addend : sum.others()) {
            result = FormKeys.with(result, number(addend.node(), depth + 1));
            result = addend.isSubtracted() ? ~result : result;
        }
        return result;
    }

    private static boolean isSum(Node node) {
        return node.shape().isScalar() && (node.op() instanceof Add || node.op() instanceof Subtract);
    }

    /** Whether an operand of a sum, a difference or a negation is taken away. */
    static boolean isMinus(Node sum, int side) {
        return sum.op() instanceof Negate || (sum.op() instanceof Subtract && side == 1);
    }

    /** Gathers what a sum adds up, with what sums add up that nothing else in the term uses. */
    private void gather(Node root, boolean isSubtracted, Addends into, NodeMap<Boolean> parts) {
        for (int side = 0; side < root.inputs().size(); side++) {
            Node input = root.input(side);
            boolean isPart = isSum(input) || (input.op() instanceof Negate && isSum(input.input(0)));
            if (isPart && nodes.isUsedOnce(input) && !isShared.test(input)) {
                parts.put(input, true);
                gather(input, isSubtracted != isMinus(root, side), into, parts);
            } else {
                into.add(input, isSubtracted != isMinus(root, side));
            }
        }
    }

    /**
     * Returns the term with products of rows of data in place of multiples, and totals in place of what is alike.
     *
     * @param number which of the terms it is
     * @param rows for each sum the rows, by vectors
     * @param totals for each sum the totals of what all terms add of a form
     */
    Node aligned(int number, List<Map<Node, RaggedRow>> rows, List<RaggedTotals.Totals> totals) {
        return aligned(term, new Alignment(number, rows, totals), new NodeMap<>());
    }

    /** What terms are aligned by. */
    private record Alignment(int term, List<Map<Node, RaggedRow>> rows, List<RaggedTotals.Totals> totals) {}

    private Node aligned(Node node, Alignment by, NodeMap<Node> known) {
        Node before = known.get(node);
        if (before != null) {
            return before;
        }
        Node result = node;
        Integer place = placeOf.get(node);
        if (place != null) {
            result = sums.get(place)
                    .aligned(by.term, by.rows.get(place), by.totals.get(place), part -> aligned(part, by, known));
        } else if (!TermNodes.isLeaf(node)) {
            Node[] inputs = node.inputs().stream()
                    .map(input -> aligned(input, by, known))
                    .toArray(Node[]::new);
            result = Arrays.asList(inputs).equals(node.inputs()) ? node : Node.of(node.op(), inputs);
        }
        result.noteOrigin(node.origin());
        known.put(node, result);
        return result;
    }
}
