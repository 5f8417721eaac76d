package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.Stacking.Stacked;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Sum;

/**
 * Nodes that are computed alike: the graph of the first, and what the others have in the places of its leaves. The nodes
 * themselves are not kept, so that what a long loop computes takes no more memory than its data.
 *
 * <p>Alike are nodes that compute the same from constants of one shape, from elements picked from one node, and from one
 * node otherwise.
 */
final class Repetition {

    /** Larger tensors are not repetitions of something small: putting them together would cost memory and gain nothing. */
    static final int LARGEST = 256;

    /** More places than that are no term that somebody wrote down, but what a loop has carried on. */
    private static final int MOST_PLACES = 1_000;

    /** So many terms, at most, are summed apart where the others need not be gathered then. */
    private static final int MOST_APART = 16;

    /** For each of them so many are summed together, at least. */
    private static final int LEAST_TOGETHER = 8;

    /** No place: the operation at a place has other operands. */
    private static final int[] NONE = {};

    private final List<Node> nodes = new ArrayList<>();
    private final List<@Nullable PlaceColumn> leaves = new ArrayList<>();

    /** The places of a place's operands; one that is first met has the lowest number that was not met before. */
    private final List<int[]> operands = new ArrayList<>();

    /** By place, what was computed before the first of the nodes. */
    private final @Nullable EarlierColumn[] earlier;

    private final Node[] candidates;
    private final boolean[] isShared;
    private int count = 1;

    private Repetition(Node first, Followed followed) {
        NodeMap<Integer> places = new NodeMap<>();
        nodes.add(first);
        for (int place = 0; place < nodes.size() && nodes.size() <= MOST_PLACES; place++) {
            Node node = nodes.get(place);
            PlaceColumn leaf = node.size() > LARGEST ? null : column(node, followed);
            leaves.add(leaf);
            operands.add(leaf == null && isFollowed(node) ? operands(node, places) : NONE);
        }
        earlier = new @Nullable EarlierColumn[nodes.size()];
        candidates = new Node[nodes.size()];
        isShared = new boolean[nodes.size()];
        Arrays.fill(isShared, true);
    }

    private static @Nullable PlaceColumn column(Node node, Followed followed) {
        PickColumn picks = PickColumn.of(node, followed);
        return picks == null ? LeafColumn.of(node) : picks;
    }

    private int[] operands(Node node, NodeMap<Integer> places) {
        int[] result = new int[node.inputs().size()];
        for (int i = 0; i < result.length; i++) {
            Node input = node.input(i);
            Integer known = places.get(input);
            if (known == null) {
                known = nodes.size();
                nodes.add(input);
                // The same leaf twice is two leaves, which may differ in other nodes.
                if (!LeafColumn.isLeaf(input)) {
                    places.put(input, known);
                }
            }
            result[i] = known;
        }
        return result;
    }

    private static boolean isFollowed(Node node) {
        return node.size() <= LARGEST && Stacking.isRepeatable(node.op());
    }

    /**
     * Returns what begins with a node, or null if the node takes too many operations.
     *
     * @param first the node
     * @param followed which tensors that elements are picked from are looked into
     */
    static @Nullable Repetition of(Node first, Followed followed) {
        Repetition repetition = new Repetition(first, followed);
        return repetition.nodes.size() > MOST_PLACES ? null : repetition;
    }

    /** Returns how many nodes there are. */
    int count() {
        return count;
    }

    /** Returns what the nodes have where they may differ. */
    List<PlaceColumn> columns() {
        List<PlaceColumn> columns = new ArrayList<>();
        for (PlaceColumn leaf : leaves) {
            if (leaf != null) {
                columns.add(leaf);
            }
        }
        return columns;
    }

    /** Whether a function, such as an exponential, is computed of what some columns have. */
    boolean hasFunctionsOf(List<PlaceColumn> columns) {
        @Nullable Boolean[] known = new @Nullable Boolean[nodes.size()];
        for (int place = 0; place < known.length; place++) {
            if (Operations.isFunction(nodes.get(place).op()) && dependsOn(columns, place, known)) {
                return true;
            }
        }
        return false;
    }

    private boolean dependsOn(List<PlaceColumn> columns, int place, @Nullable Boolean[] known) {
        Boolean before = known[place];
        if (before == null) {
            PlaceColumn leaf = leaves.get(place);
            before = leaf != null && columns.contains(leaf);
            for (int operand : operands.get(place)) {
                before = before || dependsOn(columns, operand, known);
            }
            known[place] = before;
        }
        return before;
    }

    /** Whether each adds up many terms. */
    boolean hasLongSums() {
        for (Node node : nodes) {
            if (node.op() instanceof Add && FormKeys.isLong(node, 0)) {
                return true;
            }
        }
        return false;
    }

    /** Adds a node; returns whether it is like the others. */
    boolean add(Node node) {
        if (!matches(node)) {
            return false;
        }
        for (int place = 0; place < candidates.length; place++) {
            Node candidate = candidates[place];
            PlaceColumn leaf = leaves.get(place);
            if (leaf != null) {
                leaf.add(candidate, count);
            } else if (isShared[place] && candidate != nodes.get(place)) {
                earlier[place] = new EarlierColumn(nodes.get(place), nodes.get(0), count);
            }
            isShared[place] &= candidate == nodes.get(place);
            EarlierColumn column = earlier[place];
            if (column != null && !column.add(candidate, count)) {
                earlier[place] = null;
            }
        }
        count++;
        return true;
    }

    /** Puts a node and what it is computed from in their places; returns whether they are alike. */
    boolean matches(Node root) {
        candidates[0] = root;
        int met = 1;
        for (int place = 0; place < candidates.length; place++) {
            Node node = candidates[place];
            Node first = nodes.get(place);
            int[] inputs = operands.get(place);
            if (node != first && !isAlike(node, first, leaves.get(place), inputs.length)) {
                return false;
            }
            for (int i = 0; i < inputs.length; i++) {
                Node input = node.input(i);
                if (inputs[i] == met) {
                    candidates[met++] = input;
                } else if (candidates[inputs[i]] != input) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isAlike(Node node, Node first, @Nullable PlaceColumn leaf, int inputs) {
        if (leaf != null) {
            return leaf.accepts(node);
        }
        return inputs > 0
                && node.inputs().size() == inputs
                && Operations.isSame(node.op(), first.op())
                && node.shape().equals(first.shape());
    }

    /** Returns one computation for all nodes, or null if they cannot be put together. */
    @Nullable
    Stacked stacked() {
        return stacked(0, 0);
    }

    /** Returns how many of the first nodes have elements that are not where those of the others are, if that is a few. */
    private int apart() {
        int apart = 0;
        for (PlaceColumn leaf : leaves) {
            apart = Math.max(apart, leaf == null ? 0 : leaf.regularFrom(count));
        }
        return apart <= Math.min(MOST_APART, count / LEAST_TOGETHER) ? apart : 0;
    }

    /**
     * Returns what all nodes are the sum of: perhaps a few of them, which are better added apart, such as parameters that were
     * sampled before all the others, of the same distribution; and at last the sum of the rest. Null if they cannot be put
     * together.
     */
    @Nullable
    List<Node> sums() {
        Node first = nodes.get(0);
        boolean isSum = first.op() instanceof Sum && operands.get(0).length > 0;
        int apart = apart();
        Stacked summed = stacked(isSum ? operands.get(0)[0] : 0, apart);
        if (summed == null) {
            return null;
        }
        if (summed.isShared()) {
            return List.of(Nodes.multiply(first, Nodes.constant(count)));
        }
        Node sum = Nodes.sum(summed.node());
        sum.noteOrigin(first.origin());
        List<Node> sums = new ArrayList<>();
        for (int row = 0; row < apart; row++) {
            sums.add(separate(row));
        }
        sums.add(sum);
        return sums;
    }

    private @Nullable Stacked stacked(int root, int from) {
        return stacked(root, from, new @Nullable Stacked[nodes.size()], new Stacking(count - from));
    }

    private @Nullable Stacked stacked(int place, int from, @Nullable Stacked[] known, Stacking stacking) {
        Stacked before = known[place];
        if (before == null) {
            before = newStacked(place, from, known, stacking);
            known[place] = before;
        }
        return before;
    }

    private @Nullable Stacked newStacked(int place, int from, @Nullable Stacked[] known, Stacking stacking) {
        Node first = nodes.get(place);
        if (isShared[place]) {
            return new Stacked(first, true);
        }
        PlaceColumn leaf = leaves.get(place);
        EarlierColumn column = earlier[place];
        Stacked result;
        if (leaf != null) {
            result = leaf.stacked(from, count);
        } else {
            result = column == null ? null : column.stacked(from, count);
            result = result == null ? operationOnAll(place, from, known, stacking) : result;
        }
        if (result != null) {
            result.node().noteOrigin(first.origin());
        }
        return result;
    }

    private @Nullable Stacked operationOnAll(int place, int from, @Nullable Stacked[] known, Stacking stacking) {
        Node first = nodes.get(place);
        List<Stacked> inputs = new ArrayList<>();
        boolean shared = true;
        for (int operand : operands.get(place)) {
            Stacked input = stacked(operand, from, known, stacking);
            if (input == null) {
                return null;
            }
            inputs.add(input);
            shared &= input.isShared();
        }
        Node node = shared ? first : stacking.apply(first, inputs);
        return node == null ? null : new Stacked(node, shared);
    }

    /** Returns the nodes one by one. */
    List<Node> separate() {
        List<Node> result = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            result.add(separate(row));
        }
        return result;
    }

    /** Returns one of the nodes. */
    Node separate(int row) {
        return separate(0, row, new @Nullable Node[nodes.size()]);
    }

    private Node separate(int place, int row, @Nullable Node[] known) {
        Node before = known[place];
        if (before == null) {
            before = newSeparate(place, row, known);
            known[place] = before;
        }
        return before;
    }

    private Node newSeparate(int place, int row, @Nullable Node[] known) {
        Node first = nodes.get(place);
        if (isShared[place]) {
            return first;
        }
        PlaceColumn leaf = leaves.get(place);
        if (leaf != null) {
            return leaf.row(row);
        }
        int[] places = operands.get(place);
        Node[] inputs = new Node[places.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = separate(places[i], row, known);
        }
        Node node = Node.of(first.op(), inputs);
        node.noteOrigin(first.origin());
        return node;
    }
}
