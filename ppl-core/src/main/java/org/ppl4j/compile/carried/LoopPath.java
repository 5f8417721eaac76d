package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * The longest way through a graph, from a leaf to a root, without partial sums; along a loop that carries values the same
 * operations come again and again.
 *
 * @param nodes the nodes on it, each computed from the one before
 * @param withSums the same with the partial sums between them
 * @param leftOut nodes that are none of it, as they are another loop's
 */
record LoopPath(List<Node> nodes, List<Node> withSums, NodeMap<Boolean> leftOut) {

    private static final int LARGEST_PERIOD = 64;

    /** So many terms may be added to the last state of a loop, each of which looks like a step. */
    static final int MOST_OF_SUM = 3;

    /** A part of a path, in positions, in which what an operation is comes again after a period. */
    record Stretch(int start, int end, int period) {
        int length() {
            return end - start;
        }
    }

    /**
     * Returns the path with the most nodes that are not left out, of some the one that is traced last: in a sum of what each
     * step gives, the last step's.
     *
     * @param order the nodes of a graph, each after its operands
     * @param sums its sums: long ones are no recurrences
     * @param leftOut nodes that do not count, and are not among the path's
     */
    static LoopPath longest(List<Node> order, UnrolledSums sums, NodeMap<Boolean> leftOut) {
        NodeMap<Integer> depths = new NodeMap<>();
        NodeMap<Node> deepest = new NodeMap<>();
        Node last = order.get(0);
        for (Node node : order) {
            int own = sums.isPartial(node) || leftOut.containsKey(node) ? 0 : 1;
            int depth = -1;
            Node below = null;
            for (Node input : node.inputs()) {
                int through = depths.getOrDefault(input, 0) + own;
                if (through > depth || (through == depth && node.op() instanceof Add)) {
                    depth = through;
                    below = input;
                }
            }
            if (below != null) {
                deepest.put(node, below);
            }
            depth = Math.max(0, depth);
            depths.put(node, depth);
            if (depth >= depths.getOrDefault(last, 0)) {
                last = node;
            }
        }
        List<Node> all = new ArrayList<>();
        for (Node node = last; node != null; node = deepest.get(node)) {
            all.add(node);
        }
        Collections.reverse(all);
        List<Node> path = new ArrayList<>();
        for (Node node : all) {
            if (!sums.isPartial(node) && !leftOut.containsKey(node)) {
                path.add(node);
            }
        }
        return new LoopPath(path, all, leftOut);
    }

    /** Returns all nodes on the way from one to another, none if these are not on the path. */
    List<Node> between(Node first, Node last) {
        int start = withSums.indexOf(first);
        int end = withSums.indexOf(last) + 1;
        return start < 0 || end <= start ? List.of() : withSums.subList(start, end);
    }

    /**
     * Returns the periodic parts, those with the smallest period first where several begin at one place.
     *
     * @param fewest how many periods there are at least
     */
    List<Stretch> stretches(int fewest) {
        int[] kinds = new int[nodes.size()];
        for (int i = 0; i < kinds.length; i++) {
            Node node = nodes.get(i);
            kinds[i] = 31 * node.op().getClass().hashCode() + node.shape().hashCode();
        }
        List<Stretch> found = new ArrayList<>();
        int at = 0;
        while (at < kinds.length) {
            Stretch stretch = longestAt(kinds, at, fewest);
            if (stretch == null) {
                at++;
            } else {
                found.add(stretch);
                at = stretch.end;
            }
        }
        return found;
    }

    private static @Nullable Stretch longestAt(int[] kinds, int start, int fewest) {
        for (int period = 1; period <= LARGEST_PERIOD; period++) {
            int end = start + period;
            while (end < kinds.length && kinds[end] == kinds[end - period]) {
                end++;
            }
            if (end - start >= fewest * period) {
                return new Stretch(start, end, period);
            }
        }
        return null;
    }

    /** Returns a node of each period of a stretch. */
    List<Node> states(Stretch stretch, int shift) {
        List<Node> states = new ArrayList<>();
        for (int i = stretch.start + shift; i < stretch.end; i += stretch.period) {
            states.add(nodes.get(i));
        }
        return states;
    }

    /**
     * Returns states of a loop with those at its ends that the path leaves out: what the first is computed from, as the path
     * may come to it another way, or that is a number, which takes no operations; and the last ones if these are used in a
     * sum only, or if other values of the steps end earlier.
     *
     * @param states nodes on the path, each computed from the one before
     */
    List<Node> withEnds(List<Node> states) {
        int last = states.size() - 1;
        StepWay way = StepWay.exactly(between(states.get(last / 2), states.get(last / 2 + 1)));
        if (way.hops().isEmpty()) {
            return states;
        }
        List<Node> all = new ArrayList<>(states);
        List<Node> leftOut = new ArrayList<>();
        Node before = way.before(states.get(last));
        while (before != null && before != states.get(last - 1) && leftOut.size() < MOST_OF_SUM) {
            leftOut.add(0, before);
            before = way.before(before);
        }
        if (before == states.get(last - 1)) {
            all.addAll(last, leftOut);
        }
        Node next = after(states.get(last), way);
        if (next != null) {
            all.add(next);
        }
        Node first = way.before(states.get(1));
        if (first != null) {
            all.set(0, first);
            Node beginning = way.before(first);
            if (beginning != null) {
                all.add(0, beginning);
            }
        }
        return all;
    }

    /** Returns what is computed from a node in some way, if that is on the path. */
    private @Nullable Node after(Node node, StepWay way) {
        int start = withSums.indexOf(node) + 1;
        for (int i = start; i < Math.min(withSums.size(), start + way.hops().size()); i++) {
            if (way.before(withSums.get(i)) == node) {
                return withSums.get(i);
            }
        }
        return null;
    }
}
