package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/** Numbers that are equal for nodes that are computed alike, in the sense of {@link Repetition}, and seldom for others. */
public final class FormKeys {

    /** No number: the node is computed in too many steps. */
    static final long NONE = 0;

    /** Nodes that are computed in more steps have none. */
    static final int DEEPEST = 100;

    /** More multiples of elements than that are better added as a product with a matrix. */
    private static final int MOST_MULTIPLES = 64;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final boolean takesLongSums;
    private final Followed followed;
    private final NodeMap<Long> known = new NodeMap<>();

    /** In how many steps at least a node is computed, of those that were met on the way to one that is too deep. */
    private final NodeMap<Integer> depths;

    private boolean isRefused;

    /** How deep the node is that is too deep, zero if there was none. */
    private int refusedDepth;

    /**
     * Creates numbers.
     *
     * @param takesLongSums whether nodes with a sum of many terms, which may be a loop, have one
     * @param followed which tensors that elements are picked from are looked into
     */
    FormKeys(boolean takesLongSums, Followed followed) {
        this(takesLongSums, followed, new NodeMap<>());
    }

    /**
     * Creates numbers.
     *
     * @param takesLongSums whether nodes with a sum of many terms, which may be a loop, have one
     * @param followed which tensors that elements are picked from are looked into
     * @param depths what is known of how deep nodes are; added to, so that nodes of a long loop, each computed from the one before,
     *     are not all followed as far down
     */
    FormKeys(boolean takesLongSums, Followed followed, NodeMap<Integer> depths) {
        this.takesLongSums = takesLongSums;
        this.followed = followed;
        this.depths = depths;
    }

    /** Whether nodes, of which there are some, are all computed alike. */
    public static boolean areAlike(Iterable<Node> nodes) {
        FormKeys keys = new FormKeys(true, Followed.ALL);
        long first = NONE;
        for (Node node : nodes) {
            long number = keys.of(node);
            if (number == NONE || (first != NONE && number != first)) {
                return false;
            }
            first = number;
        }
        return true;
    }

    /** Returns the number of a node's form, or {@link #NONE}. */
    long of(Node node) {
        isRefused = false;
        refusedDepth = 0;
        long number = number(node, false, 0);
        return isRefused ? NONE : number;
    }

    private long number(Node node, boolean inSum, int depth) {
        if (LeafColumn.isLeaf(node) && node.size() <= Repetition.LARGEST) {
            Node base = LeafColumn.base(node);
            if (base.op() instanceof Constant) {
                return node.size();
            }
            boolean isFollowed = PickColumn.isFollowed(node, followed);
            return node.size() + ((isFollowed ? number(base, false, depth + 1) : LoopInvariant.number(base)) << 16);
        }
        if (node.size() > Repetition.LARGEST || !Stacking.isRepeatable(node.op())) {
            return System.identityHashCode(node);
        }
        Long before = known.get(node);
        if (before != null) {
            return before;
        }
        int below = depths.getOrDefault(node, 0);
        if (depth + below > DEEPEST) {
            isRefused = true;
            refusedDepth = depth + below;
            return NONE;
        }
        boolean isSum = node.op() instanceof Add;
        isRefused = isSum && !inSum && !takesLongSums && isLong(node);
        long number = ofOperation(node);
        for (int i = 0; i < node.inputs().size() && !isRefused; i++) {
            number = with(number, number(node.input(i), isSum, depth + 1));
        }
        if (!isRefused) {
            known.put(node, number);
        } else if (refusedDepth > 0) {
            depths.put(node, refusedDepth - depth);
        }
        return number;
    }

    /** Returns a number for what a node does, whatever its operands. */
    static long ofOperation(Node node) {
        return node.op().getClass().hashCode() * MULTIPLIER + node.size();
    }

    /** Returns the number of what has one number so far, and is followed by what has another one. */
    public static long with(long number, long next) {
        return Long.rotateLeft(number, 21) * MULTIPLIER + next;
    }

    /**
     * Whether a sum has many terms that may be a loop's: multiples of elements, as a predictor has, are as well added one by one, if
     * they are not too many.
     */
    static boolean isLong(Node sum) {
        return isLong(sum, MOST_MULTIPLES);
    }

    /**
     * Whether a sum has many terms. No more of it is looked at than it takes to tell, as it may go through a whole loop.
     *
     * @param mostMultiples so many multiples of elements are not counted
     */
    static boolean isLong(Node sum, int mostMultiples) {
        List<Node> pending = new ArrayList<>(List.of(sum));
        int multiples = 0;
        for (int terms = 0; terms + pending.size() < RollingSum.FEWEST; ) {
            if (pending.isEmpty()) {
                return false;
            }
            Node node = pending.remove(pending.size() - 1);
            if (node.op() instanceof Add) {
                pending.addAll(node.inputs());
            } else if (multiples < mostMultiples && isMultiple(node)) {
                multiples++;
            } else {
                terms++;
            }
        }
        return true;
    }

    /** Whether a node is an element, or a constant, perhaps multiplied by another number. */
    private static boolean isMultiple(Node node) {
        return LeafColumn.isLeaf(node)
                || (node.op() instanceof Multiply
                        && (LeafColumn.isLeaf(node.input(0)) || LeafColumn.isLeaf(node.input(1))));
    }
}
