package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;

/**
 * A function, row by row, in which a condition on data chooses: as an outcome that is zero or one chooses between two
 * logarithms. It is one function in the rows in which the condition holds, and another one in the others, whatever the data,
 * which need not be known yet.
 *
 * @param condition what depends on data alone, a number a row
 * @param ifHolds the function where the condition is not zero
 * @param otherwise the function elsewhere
 */
record DataChoice(Node condition, Node ifHolds, Node otherwise) {

    private static final int DEEPEST = 20;

    /** Returns the first choice of a node, or null if there is none. */
    static @Nullable DataChoice of(Node node, Simplifier simplifier) {
        Node condition = condition(node, node.size(), 0, simplifier.interner());
        return condition == null
                ? null
                : new DataChoice(
                        condition,
                        new Branch(condition, true, simplifier).of(node, 0),
                        new Branch(condition, false, simplifier).of(node, 0));
    }

    private static @Nullable Node condition(Node node, int rows, int depth, Interner interner) {
        if (depth == DEEPEST || node.size() != rows || !isRowByRow(node)) {
            return null;
        }
        if (node.op() instanceof Select
                && !interner.dependsOnVariables(node.input(0))
                && Simplifier.scalarOf(node.input(0)) == null) {
            return node.input(0);
        }
        for (Node input : node.inputs()) {
            Node found = condition(input, rows, depth + 1, interner);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Whether each element is computed from the operands' elements at its place. */
    static boolean isRowByRow(Node node) {
        return node.op() instanceof ElementwiseOp || node.op() instanceof Reshape;
    }

    /** What functions are in the rows in which a condition holds, or in the others. */
    private static final class Branch {
        private final Node condition;
        private final boolean holds;
        private final Simplifier simplifier;
        private final Map<Node, Node> known = new IdentityHashMap<>();

        Branch(Node condition, boolean holds, Simplifier simplifier) {
            this.condition = condition;
            this.holds = holds;
            this.simplifier = simplifier;
        }

        /** Returns a node as it is in these rows; what lies deep below it is left to choose as before. */
        Node of(Node node, int depth) {
            if (node.size() != condition.size() || depth == FactorFinder.DEEPEST) {
                return node;
            }
            Node result = known.get(node);
            if (result == null) {
                result = make(node, depth);
                known.put(node, result);
            }
            return result;
        }

        private Node make(Node node, int depth) {
            if (holds && condition.op() instanceof EqualTo && node == condition.input(0)) {
                return condition.input(1);
            }
            if (Interner.isConstant(node) && Interner.isConstant(condition)) {
                return sole(node);
            }
            if (!isRowByRow(node)) {
                return node;
            }
            if (node.op() instanceof Select && node.input(0) == condition) {
                return of(node.input(holds ? 1 : 2), depth + 1);
            }
            List<Node> inputs = new ArrayList<>();
            for (Node input : node.inputs()) {
                inputs.add(of(input, depth + 1));
            }
            return simplifier.make(node.op(), inputs);
        }

        /** Returns the only number that known data are in these rows; the data if there are several. */
        private Node sole(Node data) {
            double[] conditions = Objects.requireNonNull(condition.cachedValue());
            double[] values = Objects.requireNonNull(data.cachedValue());
            int first = -1;
            for (int row = 0; row < values.length; row++) {
                if ((conditions[row] != 0) == holds) {
                    first = first < 0 ? row : first;
                    if (values[row] != values[first]) {
                        return data;
                    }
                }
            }
            return first < 0 ? data : simplifier.make(new Broadcast(data.shape()), simplifier.constant(values[first]));
        }
    }

    /** Returns values, a number a row, where the condition holds or where it does not, and zeros elsewhere. */
    Node only(boolean holds, @Nullable Node values, Simplifier simplifier) {
        Shape flat = Shape.of(condition.size());
        Node zero = simplifier.make(new Broadcast(flat), simplifier.constant(0));
        Node kept = values == null ? simplifier.make(new Broadcast(flat), simplifier.constant(1)) : values;
        Node choice = simplifier.make(new Reshape(flat), condition);
        return simplifier.make(new Select(), choice, holds ? kept : zero, holds ? zero : kept);
    }
}
