package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Take;

/**
 * Computes functions of values that are picked many times before they are picked, and logarithms of which few are picked, such as
 * that of the probability of one category a row, after that.
 */
public final class GatherRules implements Rule {

    /** Fewer picked values are left as they are. */
    private static final int FEWEST = 8;

    private final Map<Node, Optional<Gathered>> known = new IdentityHashMap<>();

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (op instanceof Take take) {
            return ofFew(take, inputs.get(0), simplifier);
        }
        if (!(op instanceof ElementwiseOp elementwise) || !pick(inputs)) {
            return null;
        }
        Partition partition = null;
        List<Node> values = new ArrayList<>();
        for (Node input : inputs) {
            Node scalar = Simplifier.scalarOf(input);
            if (scalar != null) {
                values.add(scalar);
                continue;
            }
            Gathered gathered = input.op() instanceof Take ? gathered(input, simplifier) : null;
            if (gathered == null || (partition != null && !partition.equals(gathered.partition()))) {
                return null;
            }
            partition = gathered.partition();
            values.add(gathered.values());
        }
        // Without values that are picked more than once there is nothing to gain, and no end to rewriting.
        if (partition == null
                || partition.count() == 1
                || partition.count() >= inputs.get(0).size()) {
            return null;
        }
        Node result = simplifier.apply(elementwise, values.toArray(Node[]::new));
        return simplifier.make(new Take(partition.labels(), inputs.get(0).shape()), result);
    }

    /** Returns the logarithms of what is picked instead of those that are picked, if they are here and there one of several. */
    private static @Nullable Node ofFew(Take take, Node x, Simplifier simplifier) {
        if (!(x.op() instanceof ElementwiseOp elementwise) || !isLogarithm(x) || !areFew(take.indices(), x.size())) {
            return null;
        }
        List<Node> picked = new ArrayList<>();
        for (Node input : x.inputs()) {
            picked.add(simplifier.make(take, input));
        }
        return simplifier.make(elementwise, picked);
    }

    /** Whether a node is a logarithm, or chooses between one and others: all of a table of them are seldom needed besides. */
    private static boolean isLogarithm(Node x) {
        return x.op() instanceof Log
                || (x.op() instanceof Select && x.inputs().stream().anyMatch(input -> input.op() instanceof Log));
    }

    /** Whether indices that ascend leave out most, and not evenly: columns and slices are parts of what is computed as a whole. */
    private static boolean areFew(Indices indices, int size) {
        if (indices.isRange() || indices.size() < FEWEST || 2 * indices.size() > size) {
            return false;
        }
        for (int i = 1; i < indices.size(); i++) {
            if (indices.at(i) <= indices.at(i - 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean pick(List<Node> inputs) {
        for (Node input : inputs) {
            if (input.op() instanceof Take) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Gathered gathered(Node view, Simplifier simplifier) {
        Optional<Gathered> before = known.get(view);
        if (before == null) {
            before = Optional.ofNullable(Gathered.of(view, simplifier));
            known.put(view, before);
        }
        return before.orElse(null);
    }
}
