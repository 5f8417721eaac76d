package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;

/**
 * Operations that come again and again on a path, not after a period: in a loop whose turns differ, one of them may be in
 * each turn. Told apart by what else they are computed from, as far as that is near.
 */
final class Landmarks {

    private static final int MOST = 12;
    private static final int DEEPEST = 3;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long FAR = 0;

    private Landmarks() {}

    /**
     * Returns, for each operation that comes often enough, the nodes of it, the most frequent first. Which element of a
     * vector is picked makes no difference, as it may be another in each turn; those that pick one and the same are a landmark
     * of their own besides.
     *
     * @param path nodes, each computed from the one before
     * @param fewest how many nodes there are at least
     */
    static List<List<Node>> of(List<Node> path, int fewest) {
        List<List<Node>> landmarks = frequent(path, fewest, false);
        // most graphs have none: nothing is begun for them that takes long in a JVM that has just started
        if (landmarks.isEmpty()) {
            return landmarks;
        }
        for (List<Node> nodes : frequent(path, fewest, true)) {
            if (!areAmong(landmarks, nodes)) {
                landmarks.add(nodes);
            }
        }
        landmarks.sort(Comparator.comparingInt((List<Node> nodes) -> -nodes.size()));
        return landmarks.subList(0, Math.min(MOST, landmarks.size()));
    }

    private static boolean areAmong(List<List<Node>> landmarks, List<Node> nodes) {
        for (List<Node> each : landmarks) {
            if (each.get(0) == nodes.get(0) && each.size() == nodes.size()) {
                return true;
            }
        }
        return false;
    }

    private static List<List<Node>> frequent(List<Node> path, int fewest, boolean byElement) {
        Map<Long, List<Node>> known = new LinkedHashMap<>();
        for (int i = 1; i < path.size(); i++) {
            long number = number(path.get(i), path.get(i - 1), byElement);
            List<Node> alike = known.get(number);
            if (alike == null) {
                alike = new ArrayList<>();
                known.put(number, alike);
            }
            alike.add(path.get(i));
        }
        List<List<Node>> frequent = new ArrayList<>();
        for (List<Node> nodes : known.values()) {
            if (nodes.size() >= fewest) {
                frequent.add(nodes);
            }
        }
        return frequent;
    }

    private static long number(Node node, Node before, boolean byElement) {
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
    private static long number(Node node, int depth, boolean byElement) {
        if (LeafColumn.isLeaf(node)) {
            Node base = LeafColumn.base(node);
            if (base.op() instanceof Constant) {
                return 2;
            }
            return System.identityHashCode(base)
                    + (byElement ? MULTIPLIER * node.op().hashCode() : 0);
        }
        if (node.inputs().isEmpty()) {
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
