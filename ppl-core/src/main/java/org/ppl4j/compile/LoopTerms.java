package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;

/**
 * The terms of a sum that the steps of a loop may add to: those that are used by the sum alone, told apart by what their last
 * few operations are.
 *
 * @param head the sum
 * @param terms all its terms
 * @param groups those of them that may be what some steps compute, in groups that are alike as far as that tells
 */
record LoopTerms(Node head, List<Node> terms, List<List<Node>> groups) {

    private static final int LOOKED_AT = 3;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /**
     * Returns the sums of a graph that no state of a loop is computed from.
     *
     * @param order all nodes of the graph, each after its operands
     * @param sums its sums
     */
    static List<LoopTerms> of(List<Node> roots, List<Node> order, UnrolledSums sums, LoopStates states) {
        NodeMap<Integer> uses = new NodeMap<>();
        for (Node root : roots) {
            uses.put(root, 1);
        }
        for (Node node : order) {
            for (Node input : node.inputs()) {
                uses.put(input, uses.getOrDefault(input, 0) + 1);
            }
        }
        NodeMap<Boolean> leading = new NodeMap<>();
        for (Node node : Topology.sort(states.after())) {
            leading.put(node, true);
        }
        List<LoopTerms> found = new ArrayList<>();
        for (Node node : order) {
            if (sums.isWhole(node) && !leading.containsKey(node)) {
                List<Node> terms = sums.terms(node);
                if (terms.size() >= RollingSum.FEWEST) {
                    found.add(new LoopTerms(node, terms, groups(terms, uses)));
                }
            }
        }
        return found;
    }

    private static List<List<Node>> groups(List<Node> terms, NodeMap<Integer> uses) {
        Map<Long, List<Node>> groups = new HashMap<>();
        List<List<Node>> all = new ArrayList<>();
        for (Node term : terms) {
            if (uses.getOrDefault(term, 0) == 1) {
                long number = number(term, LOOKED_AT);
                List<Node> group = groups.get(number);
                if (group == null) {
                    group = new ArrayList<>();
                    groups.put(number, group);
                    all.add(group);
                }
                group.add(term);
            }
        }
        all.removeIf(group -> group.size() < RollingSum.FEWEST);
        return all;
    }

    private static long number(Node node, int depth) {
        long number = LeafColumn.isLeaf(node) ? 1 : node.op().getClass().hashCode();
        for (int i = 0; depth > 0 && number != 1 && i < node.inputs().size(); i++) {
            number = Long.rotateLeft(number, 21) * MULTIPLIER + number(node.input(i), depth - 1);
        }
        return number;
    }
}
