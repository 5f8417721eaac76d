package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.FirstOfEqual;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Topology;

/**
 * Turns what a user's Java loop unrolled back into vector operations: terms of a sum, or scalar parts of a vector, that are
 * computed alike from different constants and different elements of one tensor.
 */
public final class Rerolling {

    private final FormKeys keys = new FormKeys(true, Followed.ALL);
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
    public static List<Node> apply(List<Node> roots, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        if (order.size() < RollingSum.FEWEST * 2) {
            return roots;
        }
        return new Rerolling(notes).run(roots, order);
    }

    private List<Node> run(List<Node> roots, List<Node> order) {
        UnrolledSums sums = new UnrolledSums(new Add(), roots, order);
        for (Node node : order) {
            if (sums.isPartial(node) || node.inputs().isEmpty()) {
                continue;
            }
            Node result = sums.isWhole(node) ? rollSum(node, sums.terms(node)) : rebuilt(node);
            if (result != node) {
                changed.put(node, result);
            }
        }
        return Substitution.mapped(roots, changed);
    }

    private Node result(Node node) {
        return changed.getOrDefault(node, node);
    }

    private Node rebuilt(Node node) {
        if (node.op() instanceof Concatenate && node.inputs().size() >= RollingSum.FEWEST) {
            Node vector = vector(node);
            if (vector != null) {
                return vector;
            }
        }
        boolean isSame = true;
        for (Node input : node.inputs()) {
            isSame &= !changed.containsKey(input);
        }
        if (isSame && Stacking.isRepeatable(node.op())) {
            return node;
        }
        Node copy = isSame ? node : Node.of(node.op(), Substitution.mapped(node.inputs(), changed));
        copy.noteOrigin(node.origin());
        // What each turn of a loop computes anew, such as a factor of a matrix.
        return Stacking.isRepeatable(node.op()) ? copy : firsts.of(copy);
    }

    /** Returns a vector with stretches of scalars that are alike computed at once, or null if there are none. */
    private @Nullable Node vector(Node node) {
        List<Node> parts = Substitution.mapped(node.inputs(), changed);
        List<Node> stretches = new ArrayList<>();
        for (int first = 0, end; first < parts.size(); first = end) {
            Repetition alike =
                    parts.get(first).shape().isScalar() ? Repetition.of(parts.get(first), Followed.ALL) : null;
            end = first + 1;
            while (alike != null && end < parts.size() && alike.add(parts.get(end))) {
                end++;
            }
            Node vector = alike != null && end - first >= RollingSum.FEWEST ? vector(alike) : null;
            if (vector == null) {
                stretches.addAll(parts.subList(first, end));
            } else {
                vector.noteOrigin(node.origin());
                notes.add(note(end - first, "parts of a vector", node.origin()));
                stretches.add(vector);
            }
        }
        if (stretches.size() == parts.size()) {
            return null;
        }
        Node vector = stretches.size() == 1 ? stretches.get(0) : Node.of(new Concatenate(), stretches);
        vector.noteOrigin(node.origin());
        return vector;
    }

    /** Returns scalars that are alike as one vector, or null if they cannot be put together. */
    static @Nullable Node vector(Repetition alike) {
        Stacking.Stacked stacked = alike.stacked();
        if (stacked == null) {
            return null;
        }
        return stacked.isShared() ? Nodes.broadcast(stacked.node(), Shape.of(alike.count())) : stacked.node();
    }

    /** Adds up the terms of a sum, those that are alike as one tensor. */
    private Node rollSum(Node head, List<Node> terms) {
        boolean isSame = true;
        RollingSum sum = terms.size() < RollingSum.FEWEST ? RollingSum.ofSeparate() : RollingSum.ofRolled(keys);
        for (Node term : terms) {
            Node result = result(term);
            isSame &= result == term;
            sum.add(result);
        }
        return isSame && !sum.hasRolled() ? head : sum.total(head.origin(), notes);
    }

    /** Says what was rolled. */
    static String note(int count, String what, @Nullable Origin origin) {
        return "loop rolled: " + count + " " + what + " of one form into one vector operation"
                + (origin == null ? "" : " (" + origin + ")");
    }
}
