package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Topology;

/**
 * Turns what a user's Java loop unrolled back into vector operations: terms of a sum, or scalar parts of a vector, that are
 * computed alike from different constants and different elements of one tensor.
 */
final class Rerolling {

    private static final int FEWEST = 8;

    private final TermForms forms = new TermForms();
    private final NodeMap<Node> changed = new NodeMap<>();
    private final FirstOfEqual firsts = new FirstOfEqual();
    private final List<String> notes;

    private Rerolling(List<String> notes) {
        this.notes = notes;
    }

    /**
     * Returns nodes with loops rolled.
     *
     * @param notes where to say what was rolled, a line each
     */
    static List<Node> apply(List<Node> roots, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        if (order.size() < FEWEST * 2) {
            return roots;
        }
        return new Rerolling(notes).run(roots, order);
    }

    private List<Node> run(List<Node> roots, List<Node> order) {
        NodeMap<Boolean> inner = partialSums(roots, order);
        for (Node node : order) {
            if (inner.containsKey(node) || node.inputs().isEmpty()) {
                continue;
            }
            Node result = isScalarSum(node) ? rollSum(node, inner) : rebuilt(node);
            if (result != node) {
                changed.put(node, result);
            }
        }
        return results(roots);
    }

    /** Returns the sums that are but terms of one other sum. */
    private static NodeMap<Boolean> partialSums(List<Node> roots, List<Node> order) {
        NodeMap<Integer> uses = new NodeMap<>();
        for (Node root : roots) {
            uses.put(root, 2);
        }
        for (Node node : order) {
            for (Node input : node.inputs()) {
                if (isScalarSum(input)) {
                    uses.put(input, uses.getOrDefault(input, 0) + 1);
                }
            }
        }
        NodeMap<Boolean> inner = new NodeMap<>();
        for (Node node : order) {
            if (isScalarSum(node)) {
                for (Node input : node.inputs()) {
                    if (isScalarSum(input) && uses.getOrDefault(input, 0) == 1) {
                        inner.put(input, true);
                    }
                }
            }
        }
        return inner;
    }

    private static boolean isScalarSum(Node node) {
        return node.op() instanceof Add && node.shape().isScalar();
    }

    private Node result(Node node) {
        return changed.getOrDefault(node, node);
    }

    private List<Node> results(List<Node> nodes) {
        Node[] results = new Node[nodes.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = result(nodes.get(i));
        }
        return List.of(results);
    }

    private Node rebuilt(Node node) {
        if (node.op() instanceof Concatenate && node.inputs().size() >= FEWEST) {
            List<Node> parts = results(node.inputs());
            Unification.Rolled rolled = areAlikeScalars(parts) ? Unification.of(parts) : null;
            if (rolled != null) {
                Node vector = rolled.isShared() ? Nodes.broadcast(rolled.node(), node.shape()) : rolled.node();
                vector.noteOrigin(node.origin());
                note(parts.size(), "parts of a vector", node.origin());
                return vector;
            }
        }
        boolean isSame = true;
        for (Node input : node.inputs()) {
            isSame &= !changed.containsKey(input);
        }
        if (isSame && TermForms.isRepeatable(node.op())) {
            return node;
        }
        Node copy = isSame ? node : Node.of(node.op(), results(node.inputs()));
        copy.noteOrigin(node.origin());
        // What each turn of a loop computes anew, such as a factor of a matrix.
        return TermForms.isRepeatable(node.op()) ? copy : firsts.of(copy);
    }

    private boolean areAlikeScalars(List<Node> nodes) {
        int first = forms.of(nodes.get(0));
        for (Node node : nodes) {
            if (!node.shape().isScalar() || forms.of(node) != first) {
                return false;
            }
        }
        return true;
    }

    /** Adds up the terms of a sum, those that are alike as one tensor. */
    private Node rollSum(Node head, NodeMap<Boolean> inner) {
        List<Node> terms = terms(head, inner);
        Node rolled = terms.size() < FEWEST ? null : rolled(head, terms);
        if (rolled != null) {
            return rolled;
        }
        boolean isSame = true;
        for (Node term : terms) {
            isSame &= !changed.containsKey(term);
        }
        return isSame ? head : total(head, results(terms));
    }

    private static List<Node> terms(Node head, NodeMap<Boolean> inner) {
        List<Node> terms = new ArrayList<>();
        List<Node> pending = new ArrayList<>(List.of(head));
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            if (node == head || inner.containsKey(node)) {
                pending.add(node.input(1));
                pending.add(node.input(0));
            } else {
                terms.add(node);
            }
        }
        return terms;
    }

    private @Nullable Node rolled(Node head, List<Node> terms) {
        Map<Integer, List<Node>> groups = new LinkedHashMap<>();
        for (Node term : terms) {
            Node result = result(term);
            groups.computeIfAbsent(forms.of(result), absent -> new ArrayList<>())
                    .add(result);
        }
        List<Node> sums = new ArrayList<>();
        boolean isRolled = false;
        for (List<Node> group : groups.values()) {
            Node sum = group.size() < FEWEST ? null : sum(group);
            if (sum == null) {
                sums.addAll(group);
            } else {
                isRolled = true;
                sums.add(sum);
                note(group.size(), "terms", group.get(0).origin());
            }
        }
        return isRolled ? total(head, sums) : null;
    }

    /** Returns the sum of terms of one form, or null if they cannot be put together. */
    private static @Nullable Node sum(List<Node> group) {
        Node first = group.get(0);
        List<Node> summed = group;
        if (first.op() instanceof Sum) {
            summed = new ArrayList<>(group.size());
            for (Node term : group) {
                summed.add(term.input(0));
            }
        }
        Unification.Rolled rolled = Unification.of(summed);
        if (rolled == null) {
            return null;
        }
        if (rolled.isShared()) {
            return Nodes.multiply(first, Nodes.constant(group.size()));
        }
        Node sum = Nodes.sum(rolled.node());
        sum.noteOrigin(first.origin());
        return sum;
    }

    private static Node total(Node head, List<Node> terms) {
        List<Node> sums = terms;
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

    private void note(int count, String what, @Nullable Origin origin) {
        notes.add("loop rolled: " + count + " " + what + " of one form into one vector operation"
                + (origin == null ? "" : " (" + origin + ")"));
    }
}
