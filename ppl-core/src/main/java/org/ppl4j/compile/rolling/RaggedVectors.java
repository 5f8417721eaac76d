package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;

/**
 * Terms that are sums over vectors of different lengths, as those of groups with more and with fewer observations are that a loop
 * over groups observes as vectors. Computed alike, they are written out element by element, to be the terms of one loop.
 */
final class RaggedVectors {

    /** The loop of a longer vector is long enough. */
    private static final int MOST_IN_MEAN = 1_000;

    private RaggedVectors() {}

    /** Returns what can be written out of groups of terms. */
    static List<RaggedSums.Aligned> of(List<RaggedSums.Alike> groups) {
        List<RaggedSums.Aligned> result = new ArrayList<>();
        for (List<RaggedSums.Alike> together : byFrame(groups)) {
            boolean isWorthIt =
                    together.size() >= RaggedSums.FEWEST_LENGTHS && RaggedSums.count(together) >= RollingSum.FEWEST;
            List<Node> elements = isWorthIt ? elements(RaggedSums.terms(together), together.size()) : null;
            if (elements != null) {
                result.add(new RaggedSums.Aligned(together, elements, List.of()));
            }
        }
        return result;
    }

    private static Iterable<List<RaggedSums.Alike>> byFrame(List<RaggedSums.Alike> groups) {
        Map<Long, List<RaggedSums.Alike>> byFrame = new LinkedHashMap<>();
        for (RaggedSums.Alike group : groups) {
            long number = frame(group.first());
            if (number != FormKeys.NONE) {
                byFrame.computeIfAbsent(number, absent -> new ArrayList<>()).add(group);
            }
        }
        return byFrame.values();
    }

    /** Returns the number of the form of a vector's elements; none for what is no sum over such a vector. */
    private static long frame(Node term) {
        boolean hasElements = isSumOfVector(term) && term.input(0).size() > 0;
        Node element = hasElements ? element(term.input(0), 0, 0, new NodeMap<>()) : null;
        return element == null ? FormKeys.NONE : new FormKeys(false, Followed.WITHOUT_LOOPS).of(element);
    }

    /**
     * Returns the elements that sums over vectors add up; null if they are no such sums, of too many elements, or of such as are not
     * computed one by one.
     *
     * @param terms the sums
     * @param loops of how many loops they would be
     */
    static @Nullable List<Node> elements(List<Node> terms, int loops) {
        List<Node> elements = new ArrayList<>();
        for (Node term : terms) {
            if (!isSumOfVector(term) || elements.size() > MOST_IN_MEAN * loops) {
                return null;
            }
            Node vector = term.input(0);
            for (int k = 0; k < vector.size(); k++) {
                Node element = element(vector, k, 0, new NodeMap<>());
                if (element == null) {
                    return null;
                }
                elements.add(element);
            }
        }
        return elements;
    }

    private static boolean isSumOfVector(Node term) {
        return term.op() instanceof Sum
                && term.shape().isScalar()
                && term.input(0).shape().rank() == 1;
    }

    /** Returns an element of what is computed element by element from data and scalars, null for what is not. */
    private static @Nullable Node element(Node node, int place, int depth, NodeMap<Node> known) {
        if (node.shape().isScalar()) {
            return node;
        }
        Node before = known.get(node);
        if (before != null) {
            return before;
        }
        Node element = depth > FormKeys.DEEPEST ? null : newElement(node, place, depth, known);
        if (element != null) {
            element.noteOrigin(node.origin());
            known.put(node, element);
        }
        return element;
    }

    private static @Nullable Node newElement(Node node, int place, int depth, NodeMap<Node> known) {
        if (node.op() instanceof Constant) {
            return Nodes.constant(Objects.requireNonNull(node.cachedValue())[place]);
        }
        if (node.op() instanceof Take take) {
            return Nodes.take(
                    node.input(0), Shape.SCALAR, Indices.range(1, take.indices().at(place), 1));
        }
        if (node.op() instanceof Broadcast) {
            return node.input(0).shape().isScalar() ? node.input(0) : null;
        }
        if (node.op() instanceof Reshape) {
            return element(node.input(0), place, depth + 1, known);
        }
        if (node.op() instanceof MatrixMultiply product) {
            return rowTimes(node, product, place);
        }
        if (!(node.op() instanceof ElementwiseOp)) {
            return null;
        }
        Node[] inputs = new Node[node.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            Node input = element(node.input(i), place, depth + 1, known);
            if (input == null) {
                return null;
            }
            inputs[i] = input;
        }
        return Node.of(node.op(), inputs);
    }

    /** Returns a row of data times a vector, null for another product. */
    private static @Nullable Node rowTimes(Node node, MatrixMultiply product, int row) {
        Node data = node.input(0);
        if (product.transposeLeft() || node.shape().dimension(1) != 1 || !(data.op() instanceof Constant)) {
            return null;
        }
        int columns = data.shape().dimension(1);
        double[] values = Objects.requireNonNull(data.cachedValue());
        Node numbers =
                Constant.of(Shape.of(1, columns), Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
        return Nodes.reshape(Node.of(product, numbers, node.input(1)), Shape.SCALAR);
    }
}
