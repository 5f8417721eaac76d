package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/** What differs from step to step of a loop and depends on none of its states, as one tensor with a step a row. */
final class StepSequence {

    private StepSequence() {}

    /**
     * Returns different constants, or different parts of one tensor, as a sequence; null if there are others.
     *
     * @param column a node a step, perhaps one fewer
     * @param steps how many steps
     */
    static @Nullable Node ofLeaves(Node[] column, int steps) {
        Node first = column[0];
        boolean constants = true;
        boolean picks = first.op() instanceof Take;
        for (Node node : column) {
            constants &= node.op() instanceof Constant;
            picks = picks && node.op() instanceof Take && node.input(0) == first.input(0);
        }
        int size = first.size();
        List<Node> nodes = padded(column, steps);
        if (constants) {
            double[] values = new double[steps * size];
            for (int k = 0; k < steps; k++) {
                double[] value = Objects.requireNonNull(nodes.get(k).cachedValue());
                System.arraycopy(value, 0, values, k * size, size);
            }
            return Constant.of(atAllSteps(first.shape(), steps), values);
        }
        if (!picks) {
            return null;
        }
        int[] indices = new int[steps * size];
        for (int k = 0; k < steps; k++) {
            Indices picked = ((Take) nodes.get(k).op()).indices();
            for (int i = 0; i < size; i++) {
                indices[k * size + i] = picked.at(i);
            }
        }
        return Nodes.take(first.input(0), atAllSteps(first.shape(), steps), Indices.of(indices));
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
