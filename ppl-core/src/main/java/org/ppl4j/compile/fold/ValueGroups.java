package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.fold.Factors.Shared;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;

/**
 * Finds functions of data that have few values, such as outcomes that are zero or one, and of what rows share: all rows of
 * the same values share what comes out, so that it is computed once for each combination.
 */
final class ValueGroups {

    private static final int DEEPEST = 20;
    private static final int MOST_VALUES = 64;
    /** With fewer rows in a group, on average, the loop is as good. */
    private static final int FEWEST_ROWS = 4;

    private final Simplifier simplifier;
    private final int rows;
    private final FactorFinder finder;

    /**
     * Creates a finder.
     *
     * @param finder finds what is shared otherwise
     */
    ValueGroups(Simplifier simplifier, int rows, FactorFinder finder) {
        this.simplifier = simplifier;
        this.rows = rows;
        this.finder = finder;
    }

    /** Returns what a node's rows share, or null if there are too many combinations, or it is another function. */
    @Nullable
    Shared of(Node node) {
        return of(node, 0);
    }

    private @Nullable Shared of(Node node, int depth) {
        Shared shared = finder.shared(node).orElse(null);
        if (shared != null) {
            return shared;
        }
        if (Interner.isConstant(node)) {
            return byValue(node);
        }
        if (depth == DEEPEST || node.size() != rows) {
            return null;
        }
        if (node.op() instanceof Reshape) {
            Shared inner = of(node.input(0), depth + 1);
            return inner == null ? null : new Shared(node, inner.value(), inner.partition());
        }
        return node.op() instanceof ElementwiseOp ? combined(node, depth) : null;
    }

    private @Nullable Shared combined(Node node, int depth) {
        Map<Node, Shared> operands = new IdentityHashMap<>();
        Partition groups = Partition.whole(rows);
        // Data are looked through last: if parameters are not shared, they need not be.
        for (boolean ofData : new boolean[] {false, true}) {
            for (Node input : node.inputs()) {
                if (ofData == simplifier.interner().dependsOnVariables(input)) {
                    continue;
                }
                Shared operand = of(input, depth + 1);
                groups = operand == null ? null : groups.with(operand.partition());
                if (operand == null || groups == null || (long) FEWEST_ROWS * groups.count() > rows) {
                    return null;
                }
                operands.put(input, operand);
            }
        }
        List<Node> values = new ArrayList<>();
        for (Node input : node.inputs()) {
            Node value = Objects.requireNonNull(operands.get(input)).in(groups, simplifier);
            Shape shape = groups.count() == 1 ? Shape.SCALAR : Shape.of(groups.count());
            values.add(simplifier.make(value.size() == 1 ? new Broadcast(shape) : new Reshape(shape), value));
        }
        return new Shared(node, simplifier.make(node.op(), values), groups);
    }

    private @Nullable Shared byValue(Node data) {
        double[] values = data.cachedValue();
        if (values == null || values.length != rows) {
            return null;
        }
        Partition groups = Partition.byValue(values, MOST_VALUES);
        if (groups == null) {
            return null;
        }
        Indices first = groups.firstRows();
        double[] each = new double[first.size()];
        Arrays.setAll(each, i -> values[first.at(i)]);
        Node value = each.length == 1
                ? simplifier.constant(each[0])
                : simplifier.interner().intern(Constant.of(Shape.of(each.length), each));
        return new Shared(data, value, groups);
    }
}
