package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;

/**
 * The sums of scalars, of one kind, in a graph: what a loop that adds up unrolled is one sum of many terms. Or the vectors that are
 * put together, as a matrix is of its rows.
 */
public final class UnrolledSums {

    private final Op op;
    private final NodeMap<Boolean> partial = new NodeMap<>();
    private boolean haveParts;

    /**
     * Finds the sums of a graph.
     *
     * @param op what two terms are added by, or {@link Concatenate}
     * @param roots the graph's roots
     * @param order all its nodes, each after its operands
     */
    public UnrolledSums(Op op, List<Node> roots, List<Node> order) {
        this.op = op;
        List<Node> sums = new ArrayList<>();
        for (Node node : order) {
            if (isSum(node)) {
                sums.add(node);
            }
        }
        if (sums.size() < 2) {
            return;
        }
        NodeMap<Integer> uses = new NodeMap<>();
        for (Node root : roots) {
            uses.put(root, 2);
        }
        for (Node node : order) {
            for (Node input : node.inputs()) {
                if (isSum(input)) {
                    uses.put(input, uses.getOrDefault(input, 0) + 1);
                }
            }
        }
        for (Node sum : sums) {
            for (Node input : sum.inputs()) {
                if (isSum(input) && uses.getOrDefault(input, 0) == 1) {
                    partial.put(input, true);
                    haveParts = true;
                }
            }
        }
    }

    private boolean isSum(Node node) {
        return Operations.isSame(node.op(), op) && (node.shape().isScalar() || op instanceof Concatenate);
    }

    /** Whether there is a sum of more than two terms. */
    boolean haveParts() {
        return haveParts;
    }

    /** Whether a node is a sum that is but a term of one other sum. */
    public boolean isPartial(Node node) {
        return partial.containsKey(node);
    }

    /** Whether a node is a sum that is more than a term of another one. */
    boolean isWhole(Node node) {
        return isSum(node) && !isPartial(node);
    }

    /** Returns the terms of a sum, those of sums that are but terms of it included. */
    List<Node> terms(Node sum) {
        List<Node> terms = new ArrayList<>();
        List<Node> pending = new ArrayList<>(List.of(sum));
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            if (node == sum || isPartial(node)) {
                for (int i = node.inputs().size() - 1; i >= 0; i--) {
                    pending.add(node.input(i));
                }
            } else {
                terms.add(node);
            }
        }
        return terms;
    }
}
