package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Take;

/** Computes functions of values that are picked many times before they are picked rather than after. */
public final class GatherRules implements Rule {

    private final Map<Node, Optional<Gathered>> known = new IdentityHashMap<>();

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
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
