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
        UnrolledSums vectors = new UnrolledSums(new Concatenate(), roots, order);
        for (Node node : order) {
            if (sums.isPartial(node) || vectors.isPartial(node) || node.inputs().isEmpty()) {
                continue;
            }
            Node result;
            if (sums.isWhole(node)) {
                result = rollSum(node, sums.terms(node));
            } else {
                result = vectors.isWhole(node) ? rollVector(node, vectors.terms(node)) : rebuilt(node);
            }
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

    /** Puts a vector together, its parts that are alike computed at once. */
    private Node rollVector(Node node, List<Node> parts) {
        RollingVector vector = new RollingVector(keys);
        boolean isSame = parts.size() == node.inputs().size();
        List<Node> results = new ArrayList<>(parts.size());
        for (Node part : parts) {
            Node result = result(part);
            isSame &= result == part;
            results.add(result);
            if (parts.size() >= RollingSum.FEWEST) {
                vector.add(result);
            }
        }
        Node rolled = vector.vector(node.origin(), notes);
        if (rolled != null || isSame) {
            return rolled == null ? node : rolled;
        }
        Node copy = Node.of(node.op(), results);
        copy.noteOrigin(node.origin());
        return copy;
    }

    /** Returns what is alike along a new first axis, or null if it cannot be put together. */
    static @Nullable Node vector(Repetition alike) {
        Stacking.Stacked stacked = alike.stacked();
        if (stacked == null) {
            return null;
        }
        return stacked.isShared()
                ? Nodes.broadcast(
                        stacked.node(),
                        Shape.of(alike.count()).append(stacked.node().shape()))
                : stacked.node();
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
        return "loop rolled: " + count + " " + what + " of one form into one vector operation" + Origin.suffix(origin);
    }
}
