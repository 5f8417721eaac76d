package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Subtract;

/** The sums of scalars in a term, and what is left of it without the multiples of a vector's elements in these: its frame. */
final class SumFrame {

    /** No sums are looked for in terms of more nodes, nor in those that are computed in too many steps. */
    private static final int MOST_NODES = 2_000;

    private final Node term;
    private final NodeMap<Integer> uses = new NodeMap<>();
    private final NodeMap<Integer> placeOf = new NodeMap<>();
    private final List<Addends> sums = new ArrayList<>();
    private final NodeMap<Long> numbers = new NodeMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private Predicate<Node> isShared = node -> false;
    private boolean isRefused;
    private long number;

    private SumFrame(Node term) {
        this.term = term;
    }

    /** Returns a term's frame, whose sums are to be {@linkplain #look looked for}. */
    static SumFrame of(Node term) {
        SumFrame frame = new SumFrame(term);
        frame.countUses();
        return frame;
    }

    /** Returns the nodes that the term is computed from. */
    List<Node> nodes() {
        return nodes;
    }

    /**
     * Looks for sums. One that other terms use too stays a summand: it is what a loop has carried on.
     *
     * @param others tells the nodes that other terms use
     */
    void look(Predicate<Node> others) {
        isShared = others;
        if (nodes.size() <= MOST_NODES) {
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

    /** Returns the sums, those of one frame in the same order. */
    List<Addends> sums() {
        return sums;
    }

    private static boolean isLeaf(Node node) {
        return LeafColumn.isLeaf(node) || !node.shape().isScalar() || !Stacking.isRepeatable(node.op());
    }

    private void countUses() {
        nodes.add(term);
        for (int k = 0; k < nodes.size() && nodes.size() <= MOST_NODES; k++) {
            Node node = nodes.get(k);
            for (Node input : isLeaf(node) ? List.<Node>of() : node.inputs()) {
                int before = uses.getOrDefault(input, 0);
                uses.put(input, before + 1);
                if (before == 0) {
                    nodes.add(input);
                }
            }
        }
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
        if (isLeaf(node)) {
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
        Addends sum = new Addends();
        gather(node, false, sum);
        placeOf.put(node, sums.size());
        sums.add(sum);
        for (Addend addend : sum.all) {
            if (addend.multiple == null) {
                result = FormKeys.with(result, number(addend.node, depth + 1));
                result = addend.isSubtracted ? ~result : result;
            }
        }
        return result;
    }

    private static boolean isSum(Node node) {
        return node.shape().isScalar() && (node.op() instanceof Add || node.op() instanceof Subtract);
    }

    /** Gathers what a sum adds up, with what sums add up that nothing else in the term uses. */
    private void gather(Node root, boolean isSubtracted, Addends into) {
        for (int side = 0; side < root.inputs().size(); side++) {
            Node input = root.input(side);
            boolean isMinus = root.op() instanceof Negate || (root.op() instanceof Subtract && side == 1);
            boolean isPart = isSum(input) || (input.op() instanceof Negate && isSum(input.input(0)));
            if (isPart && uses.getOrDefault(input, 0) == 1 && !isShared.test(input)) {
                gather(input, isSubtracted != isMinus, into);
            } else {
                into.add(input, isSubtracted != isMinus);
            }
        }
    }

    /**
     * Returns the term with products of rows of data in place of multiples.
     *
     * @param rows for each sum the rows, by vectors
     */
    Node aligned(List<Map<Node, RaggedSums.Row>> rows) {
        return aligned(term, rows, new NodeMap<>());
    }

    private Node aligned(Node node, List<Map<Node, RaggedSums.Row>> rows, NodeMap<Node> known) {
        Node before = known.get(node);
        if (before != null) {
            return before;
        }
        Node result = node;
        Integer place = placeOf.get(node);
        if (place != null) {
            result = sums.get(place).aligned(rows.get(place), part -> aligned(part, rows, known));
        } else if (!isLeaf(node)) {
            Node[] inputs = node.inputs().stream()
                    .map(input -> aligned(input, rows, known))
                    .toArray(Node[]::new);
            result = Arrays.asList(inputs).equals(node.inputs()) ? node : Node.of(node.op(), inputs);
        }
        result.noteOrigin(node.origin());
        known.put(node, result);
        return result;
    }

    /** What is added or subtracted; a multiple of an element, if it is one. */
    private record Addend(
            Node node, boolean isSubtracted, @Nullable ElementMultiple multiple) {}

    /** What a sum adds up. */
    static final class Addends {

        private final List<Addend> all = new ArrayList<>();

        void add(Node node, boolean isSubtracted) {
            all.add(new Addend(node, isSubtracted, ElementMultiple.of(node)));
        }

        /** Returns the multiples of elements among them. */
        List<ElementMultiple> multiples() {
            return all.stream().map(Addend::multiple).filter(Objects::nonNull).toList();
        }

        private Node aligned(Map<Node, RaggedSums.Row> rows, UnaryOperator<Node> aligned) {
            Map<Node, double[]> numbers = new LinkedHashMap<>();
            rows.forEach((base, row) -> numbers.put(base, new double[row.size()]));
            Node result = null;
            for (Addend addend : all) {
                ElementMultiple multiple = addend.multiple;
                RaggedSums.Row row = multiple == null ? null : rows.get(multiple.base());
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
            for (Map.Entry<Node, RaggedSums.Row> row : rows.entrySet()) {
                Node product = row.getValue().product(Objects.requireNonNull(numbers.get(row.getKey())));
                result = result == null ? product : Nodes.add(result, product);
            }
            return Objects.requireNonNull(result);
        }
    }
}
