package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Turns what a user's Java loop unrolled back into vector operations: scalar terms of a sum, or scalar parts of a vector,
 * that are computed alike from different constants and different elements of one tensor.
 */
final class Rerolling {

    private static final int FEWEST = 8;
    private static final int DEEPEST = 100;

    /** One computation for all of a group: the same scalar for each, or a vector with one element for each. */
    private record Rolled(Node node, boolean isShared) {}

    private final Map<Node, Node> results = new IdentityHashMap<>();
    private final Map<Node, Integer> forms = new IdentityHashMap<>();
    private final Map<Node, Integer> uses = new IdentityHashMap<>();

    private Rerolling() {}

    static List<Node> apply(List<Node> roots) {
        List<Node> order = Topology.sort(roots);
        if (order.size() < FEWEST * 2) {
            return roots;
        }
        return new Rerolling().run(roots, order);
    }

    private List<Node> run(List<Node> roots, List<Node> order) {
        countUses(roots, 2);
        for (Node node : order) {
            countUses(node.inputs(), 1);
        }
        Map<Node, Boolean> inner = new IdentityHashMap<>();
        for (Node node : order) {
            if (isScalarSum(node)) {
                for (Node input : node.inputs()) {
                    if (isScalarSum(input) && uses.getOrDefault(input, 0) == 1) {
                        inner.put(input, true);
                    }
                }
            }
        }
        for (Node node : order) {
            Node result = node;
            if (inner.containsKey(node)) {
                continue;
            }
            if (isScalarSum(node)) {
                result = rollSum(node, inner);
            } else if (!node.inputs().isEmpty()) {
                result = rebuilt(node);
            }
            results.put(node, result);
            form(result);
        }
        return Simplifier.mapped(roots, results);
    }

    private void countUses(List<Node> nodes, int times) {
        for (Node node : nodes) {
            uses.put(node, uses.getOrDefault(node, 0) + times);
        }
    }

    private static boolean isScalarSum(Node node) {
        return node.op() instanceof Add && node.shape().isScalar();
    }

    private Node rebuilt(Node node) {
        List<Node> inputs = Simplifier.mapped(node.inputs(), results);
        if (node.op() instanceof Concatenate && inputs.size() >= FEWEST && allScalars(inputs)) {
            Rolled rolled = alike(inputs) ? unify(inputs, 0) : null;
            if (rolled != null) {
                Node vector = rolled.isShared ? Nodes.broadcast(rolled.node, node.shape()) : rolled.node;
                vector.noteOrigin(node.origin());
                return vector;
            }
        }
        boolean changed = false;
        for (int i = 0; i < inputs.size(); i++) {
            changed |= inputs.get(i) != node.input(i);
        }
        if (!changed) {
            return node;
        }
        Node copy = Node.of(node.op(), inputs);
        copy.noteOrigin(node.origin());
        return copy;
    }

    private static boolean allScalars(List<Node> nodes) {
        for (Node node : nodes) {
            if (!node.shape().isScalar()) {
                return false;
            }
        }
        return true;
    }

    private boolean alike(List<Node> nodes) {
        int first = form(nodes.get(0));
        for (Node node : nodes) {
            if (form(node) != first) {
                return false;
            }
        }
        return true;
    }

    /** Adds up the terms of a sum, those that are alike as one vector. */
    private Node rollSum(Node head, Map<Node, Boolean> inner) {
        List<Node> terms = new ArrayList<>();
        List<Node> pending = new ArrayList<>(List.of(head));
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            if (node == head || inner.containsKey(node)) {
                pending.add(node.input(1));
                pending.add(node.input(0));
            } else {
                terms.add(results.get(node));
            }
        }
        Map<Integer, List<Node>> groups = new LinkedHashMap<>();
        for (Node term : terms) {
            groups.computeIfAbsent(form(term), absent -> new ArrayList<>()).add(term);
        }
        List<Node> sums = new ArrayList<>();
        for (List<Node> group : groups.values()) {
            Rolled rolled = group.size() >= FEWEST ? unify(group, 0) : null;
            if (rolled == null) {
                sums.addAll(group);
            } else if (rolled.isShared) {
                sums.add(Nodes.multiply(rolled.node, Nodes.constant(group.size())));
            } else {
                sums.add(Nodes.sum(rolled.node));
            }
        }
        while (sums.size() > 1) {
            List<Node> next = new ArrayList<>();
            for (int i = 0; i + 1 < sums.size(); i += 2) {
                Node sum = Nodes.add(sums.get(i), sums.get(i + 1));
                sum.noteOrigin(head.origin());
                next.add(sum);
            }
            if (sums.size() % 2 == 1) {
                next.add(sums.get(sums.size() - 1));
            }
            sums = next;
        }
        return sums.get(0);
    }

    /** Returns a number that is equal for nodes which differ in constants and in picked elements only. */
    private int form(Node node) {
        Integer known = forms.get(node);
        if (known == null) {
            known = newForm(node);
            forms.put(node, known);
        }
        return known;
    }

    private int newForm(Node node) {
        if (node.shape().isScalar()) {
            if (node.op() instanceof Constant) {
                return 1;
            }
            if (node.op() instanceof Take) {
                return 31 * System.identityHashCode(node.input(0)) + 7;
            }
            if (node.op() instanceof ElementwiseOp) {
                int form = node.op().getClass().hashCode();
                for (Node input : node.inputs()) {
                    form = 31 * form + form(input);
                }
                return form;
            }
        }
        return System.identityHashCode(node);
    }

    /** Returns one computation for all nodes, or null if they are not alike after all. */
    private @Nullable Rolled unify(List<Node> nodes, int depth) {
        Node first = nodes.get(0);
        if (allSame(nodes)) {
            return first.shape().isScalar() ? new Rolled(first, true) : null;
        }
        if (depth > DEEPEST || !allScalars(nodes)) {
            return null;
        }
        if (first.op() instanceof Constant) {
            return constants(nodes);
        }
        if (first.op() instanceof Take) {
            return picks(nodes);
        }
        return first.op() instanceof ElementwiseOp op ? elementwise(op, nodes, depth) : null;
    }

    private static boolean allSame(List<Node> nodes) {
        for (Node node : nodes) {
            if (node != nodes.get(0)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Rolled constants(List<Node> nodes) {
        double[] values = new double[nodes.size()];
        boolean equal = true;
        for (int i = 0; i < values.length; i++) {
            if (!Interner.isConstant(nodes.get(i))) {
                return null;
            }
            values[i] = Interner.constantValue(nodes.get(i));
            equal &= Double.doubleToRawLongBits(values[i]) == Double.doubleToRawLongBits(values[0]);
        }
        return equal ? new Rolled(nodes.get(0), true) : new Rolled(Constant.of(Shape.of(values.length), values), false);
    }

    private static @Nullable Rolled picks(List<Node> nodes) {
        Node base = nodes.get(0).input(0);
        int[] indices = new int[nodes.size()];
        for (int i = 0; i < indices.length; i++) {
            if (!(nodes.get(i).op() instanceof Take take) || nodes.get(i).input(0) != base) {
                return null;
            }
            indices[i] = take.indices().at(0);
        }
        boolean equal = Arrays.stream(indices).allMatch(index -> index == indices[0]);
        return equal
                ? new Rolled(nodes.get(0), true)
                : new Rolled(Nodes.take(base, Shape.of(indices.length), Indices.of(indices)), false);
    }

    private @Nullable Rolled elementwise(ElementwiseOp op, List<Node> nodes, int depth) {
        for (Node node : nodes) {
            if (!Operations.isSame(node.op(), op)) {
                return null;
            }
        }
        List<Rolled> operands = new ArrayList<>();
        boolean shared = true;
        for (int k = 0; k < op.arity(); k++) {
            List<Node> column = new ArrayList<>(nodes.size());
            for (Node node : nodes) {
                column.add(node.input(k));
            }
            Rolled operand = unify(column, depth + 1);
            if (operand == null) {
                return null;
            }
            operands.add(operand);
            shared &= operand.isShared;
        }
        if (shared) {
            return new Rolled(nodes.get(0), true);
        }
        Shape shape = Shape.of(nodes.size());
        List<Node> inputs = new ArrayList<>();
        for (Rolled operand : operands) {
            inputs.add(operand.isShared ? Node.of(new Broadcast(shape), operand.node) : operand.node);
        }
        Node rolled = Node.of(op, inputs);
        rolled.noteOrigin(nodes.get(0).origin());
        return new Rolled(rolled, false);
    }
}
