package org.ppl4j.compile.carried;

import java.util.List;
import java.util.Objects;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * The nodes of a graph by their places in an order, in which each comes after its operands. What looks at all of a large graph again
 * and again reads numbers that lie side by side, rather than nodes that are anywhere in memory.
 */
final class PlacedNodes {

    private final List<Node> order;
    private final NodeMap<Integer> places = new NodeMap<>();

    /** The places of all nodes' operands, one node after the other. */
    private final int[] operands;

    private final int[] ends;

    /**
     * Numbers nodes.
     *
     * @param order the nodes of the graph, each after its operands
     */
    PlacedNodes(List<Node> order) {
        this.order = order;
        int count = 0;
        for (Node node : order) {
            count += node.inputs().size();
        }
        this.operands = new int[count];
        this.ends = new int[order.size()];
        int at = 0;
        for (int place = 0; place < ends.length; place++) {
            Node node = order.get(place);
            for (Node input : node.inputs()) {
                operands[at++] = of(input);
            }
            ends[place] = at;
            places.put(node, place);
        }
    }

    /** Returns the nodes in their order. */
    List<Node> order() {
        return order;
    }

    /** Returns the place of a node. */
    int of(Node node) {
        return Objects.requireNonNull(places.get(node));
    }

    int count() {
        return ends.length;
    }

    /** Returns the number, for {@link #operand}, of a node's first operand. */
    int firstOperand(int place) {
        return place == 0 ? 0 : ends[place - 1];
    }

    /** Returns the number after that of a node's last operand. */
    int endOfOperands(int place) {
        return ends[place];
    }

    /** Returns the place of an operand. */
    int operand(int number) {
        return operands[number];
    }
}
