package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.FormKeys;
import org.ppl4j.compile.rolling.LeafColumn;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * Operations that come again and again on a path, not after a period: in a loop whose turns differ, one of them may be in
 * each turn. Told apart by what else they are computed from, as far as that is near, or used by many.
 */
final class Landmarks {

    private static final int MOST = 12;

    /** So many operations of a graph are looked at, each of which takes a look at all of it. */
    private static final int MOST_LOOKED_AT = 48;

    private static final int DEEPEST = 3;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long FAR = 0;

    /** How many times a node is an operand. */
    private final NodeMap<Integer> uses;

    private final int fewest;

    /**
     * Prepares to look for operations that come often.
     *
     * @param uses how many times each node of the graph is an operand
     * @param fewest how many nodes of an operation there are at least
     */
    Landmarks(NodeMap<Integer> uses, int fewest) {
        this.uses = uses;
        this.fewest = fewest;
    }

    /**
     * Returns, for each operation that comes often enough, its nodes as states, the most frequent first. Which element of a
     * vector is picked makes no difference, as it may be another in each turn; those that pick one and the same are a landmark
     * of their own besides.
     *
     * @param path nodes, each computed from the one before
     */
    List<LoopStates> of(List<Node> path) {
        List<List<Node>> landmarks = frequent(path, false);
        List<List<Node>> byElement = landmarks.isEmpty() ? List.of() : frequent(path, true);
        for (List<Node> nodes : byElement) {
            if (!areAmong(landmarks, nodes)) {
                landmarks.add(nodes);
            }
        }
        List<LoopStates> states = new ArrayList<>();
        for (List<Node> nodes : mostFrequent(landmarks, MOST)) {
            states.add(LoopStates.of(nodes));
        }
        return states;
    }

    private static List<List<Node>> mostFrequent(List<List<Node>> landmarks, int most) {
        // most graphs have none: nothing is begun for them that takes long in a JVM that has just started
        if (landmarks.isEmpty()) {
            return landmarks;
        }
        landmarks.sort(Comparator.comparingInt((List<Node> nodes) -> -nodes.size()));
        return landmarks.subList(0, Math.min(most, landmarks.size()));
    }

    /**
     * Returns the same for all nodes of a graph, on whatever path they are: those that are computed from something near, each
     * of them from the one before, in one loop or in several that do not need each other; and those that something near is
     * computed with, as an observation is with the state of its turn, however that was computed.
     *
     * @param placed the nodes of the graph
     * @param sums its sums, of which the partial ones are not looked at
     * @param leftOut other nodes that are not looked at
     */
    List<LoopStates> ofGraph(PlacedNodes placed, UnrolledSums sums, NodeMap<Boolean> leftOut) {
        Map<Long, List<Node>> known = new LinkedHashMap<>();
        for (Node node : placed.order()) {
            if (!leftOut.containsKey(node) && !sums.isPartial(node) && hasNearAndFar(node)) {
                for (boolean byElement : new boolean[] {false, true}) {
                    add(node, FormKeys.with(number(node, null, byElement), byElement ? 1 : 0), known);
                }
                Node read = onlyFar(node);
                if (read != null && !leftOut.containsKey(read) && !sums.isPartial(read)) {
                    add(read, FormKeys.with(number(node, read, false), 2), known);
                }
            }
        }
        List<List<Node>> landmarks = new ArrayList<>();
        List<LoopStates> states = new ArrayList<>();
        for (List<Node> nodes : mostFrequent(frequent(known), MOST_LOOKED_AT)) {
            if (states.size() < MOST && !areAmong(landmarks, nodes)) {
                LoopStates found = new LandmarkChains(nodes, placed).states();
                if (found != null) {
                    landmarks.add(nodes);
                    states.add(found);
                }
            }
        }
        return states;
    }

    private boolean hasNearAndFar(Node node) {
        boolean near = false;
        boolean far = false;
        for (Node input : node.inputs()) {
            boolean isFar = number(input, DEEPEST, false) == FAR;
            near |= !isFar;
            far |= isFar;
        }
        return near && far;
    }

    /** Returns the operand that takes many operations, null if there are several. */
    private @Nullable Node onlyFar(Node node) {
        Node far = null;
        for (Node input : node.inputs()) {
            if (input != far && number(input, DEEPEST, false) == FAR) {
                if (far != null) {
                    return null;
                }
                far = input;
            }
        }
        return far;
    }

    private static boolean areAmong(List<List<Node>> landmarks, List<Node> nodes) {
        for (List<Node> each : landmarks) {
            if (each.get(0) == nodes.get(0) && each.size() == nodes.size()) {
                return true;
            }
        }
        return false;
    }

    private List<List<Node>> frequent(List<Node> path, boolean byElement) {
        Map<Long, List<Node>> known = new LinkedHashMap<>();
        for (int i = 1; i < path.size(); i++) {
            add(path.get(i), number(path.get(i), path.get(i - 1), byElement), known);
        }
        return frequent(known);
    }

    private static void add(Node node, long number, Map<Long, List<Node>> known) {
        List<Node> alike = known.get(number);
        if (alike == null) {
            alike = new ArrayList<>();
            known.put(number, alike);
        }
        alike.add(node);
    }

    private List<List<Node>> frequent(Map<Long, List<Node>> known) {
        List<List<Node>> frequent = new ArrayList<>();
        for (List<Node> nodes : known.values()) {
            if (nodes.size() >= fewest) {
                frequent.add(nodes);
            }
        }
        return frequent;
    }

    private long number(Node node, @Nullable Node before, boolean byElement) {
        long number =
                node.op().getClass().hashCode() * MULTIPLIER + node.shape().hashCode();
        for (Node input : node.inputs()) {
            long operand = input == before ? 1 : number(input, DEEPEST, byElement);
            // What is far is something that the loop computes, of one form or another.
            number = FormKeys.with(number, operand);
        }
        return number;
    }

    /** Returns a number for what a node is computed from, {@link #FAR} if that takes many operations. */
    private long number(Node node, int depth, boolean byElement) {
        if (LeafColumn.isLeaf(node)) {
            Node base = LeafColumn.base(node);
            if (base.op() instanceof Constant) {
                return 2;
            }
            return System.identityHashCode(base)
                    + (byElement ? MULTIPLIER * node.op().hashCode() : 0);
        }
        if (node.inputs().isEmpty() || uses.getOrDefault(node, 0) >= fewest) {
            return System.identityHashCode(node);
        }
        if (depth == 0) {
            return FAR;
        }
        long number = node.op().getClass().hashCode();
        for (Node input : node.inputs()) {
            long operand = number(input, depth - 1, byElement);
            if (operand == FAR) {
                return FAR;
            }
            number = FormKeys.with(number, operand);
        }
        return number;
    }
}
