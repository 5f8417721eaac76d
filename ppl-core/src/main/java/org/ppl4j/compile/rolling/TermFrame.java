package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Operations;

/**
 * What each of some terms that are alike computes for itself; its leaves are numbers, elements that are picked, and nodes that the terms
 * have in common.
 */
final class TermFrame {

    /** Terms of more operations are none that somebody wrote down. */
    private static final int MOST_OPERATIONS = 500;

    /** The place of a leaf. */
    private static final Object LEAF = "leaf";

    private final Node first;
    private final Node last;

    /** What is a leaf besides. */
    private final NodeMap<Boolean> further;

    private final List<Object> key = new ArrayList<>();
    private final NodeMap<Integer> places = new NodeMap<>();
    private final BitSet shared = new BitSet();
    private int operations;
    private int leaves;

    private TermFrame(Node first, Node last, NodeMap<Boolean> further) {
        this.first = first;
        this.last = last;
        this.further = further;
    }

    /** Returns the frame of two terms; null if it is too large. */
    static @Nullable TermFrame of(Node first, Node last) {
        TermFrame frame = new TermFrame(first, last, new NodeMap<>());
        return first != last && frame.add(first, last) ? frame : null;
    }

    private boolean add(Node node, Node other) {
        if (node == other || LeafColumn.isLeaf(node) || further.containsKey(node)) {
            shared.set(leaves++, further.containsKey(node));
            key.add(LEAF);
            key.add(node.shape());
            return true;
        }
        Integer known = places.get(node);
        if (known != null) {
            key.add(known);
            return true;
        }
        key.add(Operations.key(node.op()));
        key.add(node.inputs().size());
        places.put(node, operations++);
        if (operations > MOST_OPERATIONS
                || !Stacking.isRepeatable(node.op())
                || other.inputs().size() != node.inputs().size()
                || !Operations.isSame(node.op(), other.op())) {
            return false;
        }
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!add(node.input(i), other.input(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a frame of which functions of leaves that all terms of a group share are leaves too, to be computed once a group.
     *
     * @param isShared of each leaf, whether all terms of a group share it
     * @param differs of each leaf, whether groups have different ones
     */
    TermFrame sharing(boolean[] isShared, boolean[] differs) {
        TermFrame frame = new TermFrame(first, last, new Sharing(isShared, differs).found);
        return frame.add(first, last) ? frame : this;
    }

    /** Whether a leaf is a function of leaves that all terms of a group share. */
    boolean isShared(int leaf) {
        return shared.get(leaf);
    }

    /** Finds functions of leaves that all terms of a group share, and that groups do not. */
    private final class Sharing {

        private record Of(boolean isShared, boolean differs, boolean hasFunction) {
            Of with(Of other) {
                return new Of(isShared && other.isShared, differs || other.differs, hasFunction || other.hasFunction);
            }
        }

        private final NodeMap<Boolean> found = new NodeMap<>();
        private final List<Of> met = new ArrayList<>();
        private final boolean[] isShared;
        private final boolean[] differs;
        private int at;
        private int leaf;

        Sharing(boolean[] isShared, boolean[] differs) {
            this.isShared = isShared;
            this.differs = differs;
            look(first);
        }

        private Of look(Node node) {
            Object step = key.get(at);
            at += step instanceof Integer ? 1 : 2;
            if (step instanceof Integer known) {
                return met.get(known);
            }
            if (step == LEAF) {
                return new Of(isShared[leaf], differs[leaf++], false);
            }
            int place = met.size();
            Of all = new Of(true, false, Operations.isFunction(node.op()));
            met.add(all);
            for (Node input : node.inputs()) {
                all = all.with(look(input));
            }
            if (all.isShared && all.differs && all.hasFunction) {
                found.put(node, true);
            }
            met.set(place, all);
            return all;
        }
    }

    /** Whether another frame is that of terms that are computed alike from their leaves. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TermFrame that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Returns the leaves of a term; null if it is not computed alike. */
    @Nullable
    List<Node> leaves(Node term) {
        List<Node> found = new ArrayList<>();
        return collect(term, new int[1], new ArrayList<>(), found) ? found : null;
    }

    private boolean collect(Node node, int[] at, List<Node> met, List<Node> found) {
        Object step = key.get(at[0]++);
        if (step instanceof Integer known) {
            return met.get(known) == node;
        }
        Object detail = key.get(at[0]++);
        if (step == LEAF) {
            found.add(node);
            return node.shape().equals(detail);
        }
        met.add(node);
        boolean isAlike = step.equals(Operations.key(node.op()))
                && detail.equals(node.inputs().size());
        for (int i = 0; isAlike && i < node.inputs().size(); i++) {
            isAlike = collect(node.input(i), at, met, found);
        }
        return isAlike;
    }

    /** Returns the term that has other leaves. */
    Node term(List<Node> others) {
        return built(first, new int[1], new ArrayList<>(), others.iterator());
    }

    private Node built(Node node, int[] at, List<Node> met, Iterator<Node> others) {
        Object step = key.get(at[0]++);
        if (step instanceof Integer known) {
            return met.get(known);
        }
        at[0]++;
        if (step == LEAF) {
            return others.next();
        }
        int place = met.size();
        met.add(node);
        List<Node> inputs = new ArrayList<>();
        for (Node input : node.inputs()) {
            inputs.add(built(input, at, met, others));
        }
        Node other = Node.of(node.op(), inputs);
        other.noteOrigin(node.origin());
        met.set(place, other);
        return other;
    }
}
