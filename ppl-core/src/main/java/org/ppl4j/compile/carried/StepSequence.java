package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.LeafColumn;
import org.ppl4j.compile.rolling.Stacking;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;

/** What differs from step to step of a loop and depends on none of its states, as one tensor with a step a row. */
final class StepSequence {

    /** So many times are nodes to come again, on average, to be computed apart from the steps. */
    private static final int FEW = 2;

    private StepSequence() {}

    /**
     * Returns different constants, or different parts of one tensor, as a sequence; null if there are others.
     *
     * @param column a node a step, perhaps one fewer
     * @param steps how many steps
     */
    static @Nullable Node ofLeaves(Node[] column, int steps) {
        LeafColumn leaves = LeafColumn.of(column[0]);
        if (leaves == null) {
            return null;
        }
        List<Node> nodes = padded(column, steps);
        for (int step = 1; step < steps; step++) {
            if (!leaves.accepts(nodes.get(step))) {
                return null;
            }
            leaves.add(nodes.get(step), step);
        }
        Stacking.Stacked sequence = leaves.stacked(0, steps);
        return sequence.isShared()
                ? Nodes.broadcast(sequence.node(), atAllSteps(column[0].shape(), steps))
                : sequence.node();
    }

    /**
     * Returns nodes of which few differ as a sequence, each computed once; null if there are too many.
     *
     * @param column a node a step, perhaps one fewer
     * @param steps how many steps
     */
    static @Nullable Node ofFew(Node[] column, int steps) {
        List<Node> different = new ArrayList<>();
        Map<Node, Integer> rows = new IdentityHashMap<>();
        int size = column[0].size();
        int[] elements = new int[steps * size];
        List<Node> nodes = padded(column, steps);
        for (int step = 0; step < steps; step++) {
            Integer row = rows.get(nodes.get(step));
            if (row == null) {
                row = different.size();
                rows.put(nodes.get(step), row);
                different.add(nodes.get(step));
                if (different.size() * FEW > steps) {
                    return null;
                }
            }
            for (int i = 0; i < size; i++) {
                elements[step * size + i] = row * size + i;
            }
        }
        return Nodes.take(
                Node.of(new Concatenate(), different), atAllSteps(column[0].shape(), steps), Indices.of(elements));
    }

    /**
     * Returns nodes of any kind, of one shape, as a sequence.
     *
     * @param column a node a step, perhaps one fewer
     * @param steps how many steps
     */
    static Node ofParts(Node[] column, int steps) {
        Node parts = Node.of(new Concatenate(), padded(column, steps));
        return Nodes.reshape(parts, atAllSteps(column[0].shape(), steps));
    }

    private static Shape atAllSteps(Shape shape, int steps) {
        return Shape.of(steps).append(shape);
    }

    /** Returns a column with its last node repeated up to the number of steps: what it gives there is not used. */
    private static List<Node> padded(Node[] column, int steps) {
        List<Node> nodes = new ArrayList<>(List.of(column));
        while (nodes.size() < steps) {
            nodes.add(column[column.length - 1]);
        }
        return nodes;
    }
}
