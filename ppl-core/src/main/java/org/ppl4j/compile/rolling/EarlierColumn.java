package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.Stacking.Stacked;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;

/**
 * What the nodes of a {@link Repetition} have at a place where each has one of a few nodes: such as the coefficients of a group, which a
 * loop over groups has computed before, in a loop over observations, or what an outer loop has computed for all turns of an inner one.
 * They are computed once, and picked.
 */
final class EarlierColumn {

    /** So many nodes may differ that were computed before all rows, or half as many as there are rows. */
    private static final int MANY = 1_000;

    /** So many more may differ than a quarter of the rows of those that the rows themselves compute: most compute their own. */
    private static final int FEW = 8;

    private final Node root;
    private final NodeMap<Integer> places = new NodeMap<>();
    private final List<Node> different = new ArrayList<>();

    /** Which of the different nodes each row has. */
    private int[] rows;

    /**
     * Creates a column of which the first rows are the same.
     *
     * @param first their node
     * @param root what is computed from it; of what is not older only few may differ
     * @param count how many rows there are
     */
    EarlierColumn(Node first, Node root, int count) {
        this.root = root;
        this.rows = new int[2 * count];
        places.put(first, 0);
        different.add(first);
    }

    /**
     * Adds a row; returns whether few enough differ.
     *
     * @param node the node
     * @param count how many rows there are
     */
    boolean add(Node node, int count) {
        Integer place = places.get(node);
        if (place == null) {
            int most = node.isOlderThan(root) ? Math.max(MANY, count / 2) : FEW + count / 4;
            if (different.size() >= most) {
                return false;
            }
            place = different.size();
            places.put(node, place);
            different.add(node);
        }
        if (rows.length == count) {
            rows = Arrays.copyOf(rows, 2 * count);
        }
        rows[count] = place;
        return true;
    }

    /**
     * Returns rows along a new first axis; null if most of them differ, if they take but arithmetic, or cannot be put together.
     *
     * @param from the first of them
     * @param count how many rows there are, with those before
     */
    @Nullable
    Stacked stacked(int from, int count) {
        if (2 * different.size() > count - from || isArithmetic(different.get(0))) {
            return null;
        }
        Repetition nodes = Repetition.of(different.get(0), Followed.ALL);
        for (int i = 1; nodes != null && i < different.size(); i++) {
            if (!nodes.add(different.get(i))) {
                return null;
            }
        }
        Stacked all = nodes == null ? null : nodes.stacked();
        if (all == null || all.isShared()) {
            return all;
        }
        Node first = different.get(0);
        int size = first.size();
        int[] picked = new int[(count - from) * size];
        Arrays.setAll(picked, k -> rows[from + k / size] * size + k % size);
        Shape shape = Shape.of(count - from).append(first.shape());
        return new Stacked(Nodes.take(all.node(), shape, Indices.of(picked)), false);
    }

    /** Whether a node takes no more than arithmetic, of which sums over rows fold: that they can when it is done for each row. */
    private static boolean isArithmetic(Node node) {
        NodeMap<Boolean> met = new NodeMap<>();
        List<Node> pending = new ArrayList<>(List.of(node));
        while (!pending.isEmpty()) {
            Node next = pending.remove(pending.size() - 1);
            if (LeafColumn.isLeaf(next) || next.inputs().isEmpty() || !met.put(next, true)) {
                continue;
            }
            boolean isPlain = next.op() instanceof ElementwiseOp
                    || next.op() instanceof Broadcast
                    || next.op() instanceof Reshape;
            if (!isPlain || Operations.isFunction(next.op())) {
                return false;
            }
            pending.addAll(next.inputs());
        }
        return true;
    }
}
