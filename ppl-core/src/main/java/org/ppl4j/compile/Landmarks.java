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
     * Returns, for each operation that comes often enough, the nodes of it, the most frequent first.
     *
     * @param path nodes, each computed from the one before
     * @param fewest how many nodes there are at least
     */
    static List<List<Node>> of(List<Node> path, int fewest) {
        // most graphs have none: nothing is begun for them that takes long in a JVM that has just started
        Map<Long, List<Node>> known = new LinkedHashMap<>();
        for (int i = 1; i < path.size(); i++) {
            long number = number(path.get(i), path.get(i - 1));
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
        if (frequent.size() > 1) {
            frequent.sort(Comparator.comparingInt((List<Node> nodes) -> -nodes.size()));
        }
        return frequent.subList(0, Math.min(MOST, frequent.size()));
    }

    private static long number(Node node, Node before) {
        long number =
                node.op().getClass().hashCode() * MULTIPLIER + node.shape().hashCode();
        for (Node input : node.inputs()) {
            long operand = input == before ? 1 : number(input, DEEPEST);
            // What is far is something that the loop computes, of one form or another.
            number = Long.rotateLeft(number, 21) * MULTIPLIER + operand;
        }
        return number;
    }

    /** Returns a number for what a node is computed from, {@link #FAR} if that takes many operations. */
    private static long number(Node node, int depth) {
        if (LeafColumn.isLeaf(node)) {
            Node base = LeafColumn.base(node);
            return base.op() instanceof Constant ? 2 : System.identityHashCode(base);
        }
        if (node.inputs().isEmpty()) {
            return System.identityHashCode(node);
        }
        if (depth == 0) {
            return FAR;
        }
        long number = node.op().getClass().hashCode();
        for (Node input : node.inputs()) {
            long operand = number(input, depth - 1);
            if (operand == FAR) {
                return FAR;
            }
            number = Long.rotateLeft(number, 21) * MULTIPLIER + operand;
        }
        return number;
    }
}
