package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/** The nodes that a term is computed from, down to its leaves, and how often it uses them. */
final class TermNodes {

    /** No more nodes are looked at. */
    private static final int MOST = 2_000;

    private final List<Node> nodes = new ArrayList<>();
    private final NodeMap<Integer> uses = new NodeMap<>();

    TermNodes(Node term) {
        nodes.add(term);
        for (int k = 0; k < nodes.size() && nodes.size() <= MOST; k++) {
            Node node = nodes.get(k);
            for (Node input : isLeaf(node) ? List.<Node>of() : node.inputs()) {
                int before = uses.getOrDefault(input, 0);
                uses.put(input, before + 1);
                if (before == 0) {
                    nodes.add(input);
                }
            }
        }
    }

    /** Whether what a node is computed from is not looked at. */
    static boolean isLeaf(Node node) {
        return LeafColumn.isLeaf(node) || node.size() > Repetition.LARGEST || !Stacking.isRepeatable(node.op());
    }

    /** Returns the nodes, the term first. */
    List<Node> nodes() {
        return nodes;
    }

    /** Whether there are more nodes than were looked at. */
    boolean areTooMany() {
        return nodes.size() > MOST;
    }

    /** Whether the term uses a node only once. */
    boolean isUsedOnce(Node node) {
        return uses.getOrDefault(node, 0) == 1;
    }
}
