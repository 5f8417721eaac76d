package org.ppl4j.compile.rolling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/**
 * Elements picked, a row a node, from small tensors that are computed alike: one that all turns of a loop share, one a
 * group, or one a turn. Each tensor is computed once, along a new first axis, and picks are from all of them.
 */
final class PickColumn implements PlaceColumn {

    /** Tensors that take more operations are not looked into. */
    private static final int MOST_OPERATIONS = 500;

    /** Of so many tensors, the last ones, it is known what they compute, for those that are computed anew to be found. */
    private static final int MOST_KEPT = 16;

    private static final int NEW = -1;

    private final Node first;
    private final int size;
    private final Repetition bases;
    private final NodeMap<Integer> places = new NodeMap<>();

    /** The last tensors, with the places of those that compute the same. */
    private final Deque<Node> kept = new ArrayDeque<>();

    /** Tensors that were asked for one by one. */
    private final Map<Integer, Node> separated = new HashMap<>();

    private Node last;
    private int lastPlace;

    /** Rows: which element of which tensor. */
    private int[] rows;

    private boolean isSame = true;

    private PickColumn(Node first, Node base, Repetition bases) {
        this.first = first;
        this.size = base.size();
        this.bases = bases;
        this.rows = new int[first.size()];
        this.last = base;
        note(base, 0);
        pick(first, 0);
    }

    /** Returns a column that begins with a node, or null if that is not picked from a tensor that can be looked into. */
    static @Nullable PickColumn of(Node first, Followed followed) {
        if (!isFollowed(first, followed)) {
            return null;
        }
        Node base = LeafColumn.base(first);
        Repetition bases = Repetition.of(base, followed);
        return bases == null ? null : new PickColumn(first, base, bases);
    }

    /**
     * Whether a node is picked from a small tensor that is computed in a few operations.
     *
     * @param followed which tensors are looked into
     */
    static boolean isFollowed(Node node, Followed followed) {
        if (followed == Followed.NONE || !(node.op() instanceof Take)) {
            return false;
        }
        Node base = LeafColumn.base(node);
        return base.size() <= Repetition.LARGEST
                && !(base.op() instanceof Constant)
                && Stacking.isRepeatable(base.op())
                && allowance(base, MOST_OPERATIONS, followed == Followed.WITHOUT_LOOPS) >= 0;
    }

    /**
     * Returns how many operations may still be looked at after those of a tensor; less than zero if they are too many. What
     * several picks are from counts once for each, as each is a column of its own.
     */
    private static int allowance(Node base, int most, boolean isUnrolled) {
        NodeMap<Boolean> met = new NodeMap<>();
        List<Node> pending = new ArrayList<>(List.of(base));
        int left = most;
        while (!pending.isEmpty() && left >= 0) {
            Node node = pending.remove(pending.size() - 1);
            if (node.size() > Repetition.LARGEST || !Stacking.isRepeatable(node.op())) {
                continue;
            }
            left--;
            if (node.op() instanceof Take) {
                left = allowance(LeafColumn.base(node), left, isUnrolled);
            } else if (!met.containsKey(node)) {
                met.put(node, true);
                pending.addAll(node.inputs());
                left = isUnrolled && node.op() instanceof Add && FormKeys.isLong(node) ? -1 : left;
            }
        }
        return left;
    }

    @Override
    public boolean accepts(Node node) {
        if (!(node.op() instanceof Take) || !node.shape().equals(first.shape())) {
            return false;
        }
        Node base = LeafColumn.base(node);
        return place(base) != NEW || bases.matches(base);
    }

    /** Returns where a tensor is among all. */
    private int place(Node base) {
        if (base == last) {
            return lastPlace;
        }
        Integer known = places.get(base);
        if (known != null) {
            return known;
        }
        for (Node other : kept) {
            if (LoopInvariant.isSame(other, base)) {
                return places.getOrDefault(other, NEW);
            }
        }
        return NEW;
    }

    private void note(Node base, int place) {
        last = base;
        lastPlace = place;
        places.put(base, place);
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(base);
    }

    @Override
    public void add(Node node, int count) {
        Node base = LeafColumn.base(node);
        int place = place(base);
        if (place == NEW) {
            place = bases.count();
            bases.add(base);
            note(base, place);
        } else {
            last = base;
            lastPlace = place;
        }
        pick(node, count);
    }

    private void pick(Node node, int row) {
        int width = first.size();
        int start = row * width;
        if (rows.length < start + width) {
            rows = Arrays.copyOf(rows, 2 * (start + width));
        }
        for (int k = 0; k < width; k++) {
            rows[start + k] = lastPlace * size + LeafColumn.place(node, k);
            isSame &= rows[start + k] == rows[k];
        }
    }

    @Override
    public Stacking.@Nullable Stacked stacked(int from, int count) {
        if (isSame) {
            return new Stacking.Stacked(first, true);
        }
        Stacking.Stacked base = bases.stacked();
        if (base == null) {
            return null;
        }
        int[] picked = Arrays.copyOfRange(rows, from * first.size(), count * first.size());
        if (base.isShared()) {
            Arrays.setAll(picked, k -> picked[k] % size);
        }
        Shape shape = Shape.of(count - from).append(first.shape());
        return new Stacking.Stacked(Nodes.take(base.node(), shape, Indices.of(picked)), false);
    }

    @Override
    public boolean isSame() {
        return isSame;
    }

    @Override
    public boolean isPicked() {
        return true;
    }

    @Override
    public int width() {
        return first.size();
    }

    @Override
    public int picked(int position) {
        return rows[position];
    }

    @Override
    public Node row(int row) {
        if (isSame) {
            return first;
        }
        int start = row * first.size();
        Node base = separated.computeIfAbsent(rows[start] / size, bases::separate);
        int[] picked = Arrays.copyOfRange(rows, start, start + first.size());
        Arrays.setAll(picked, k -> picked[k] % size);
        return Nodes.take(base, first.shape(), Indices.of(picked));
    }
}
