package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The adjoints of nodes, as they come together when a graph is gone through from its values to its leaves. */
final class Adjoints {

    private final NodeMap<Boolean> results = new NodeMap<>();
    private final NodeMap<List<Node>> terms = new NodeMap<>();
    private final NodeMap<List<Masked>> maskedTerms = new NodeMap<>();
    private final NodeMap<Node> totals = new NodeMap<>();
    private final NodeMap<Mask> masks = new NodeMap<>();

    /** Terms of an adjoint that count at the same elements. */
    private record Masked(Mask mask, List<Node> terms) {}

    /**
     * Creates adjoints without a term.
     *
     * @param results the nodes whose adjoints are asked for
     */
    Adjoints(List<Node> results) {
        for (Node node : results) {
            this.results.put(node, true);
        }
    }

    /**
     * Adds a term to a node's adjoint.
     *
     * @param mask where the term counts; null if everywhere
     */
    void contribute(Node term, Node node, @Nullable Mask mask) {
        if (mask == null) {
            listOf(terms, node).add(term);
        } else if (!isWithin(node)) {
            listOf(terms, node).add(mask.applied(term));
        } else {
            List<Masked> all = listOf(maskedTerms, node);
            for (Masked some : all) {
                if (some.mask().equals(mask)) {
                    some.terms().add(term);
                    return;
                }
            }
            all.add(new Masked(mask, new ArrayList<>(List.of(term))));
        }
    }

    /** Whether a mask may stay with a node's adjoint, to be applied further on. */
    private boolean isWithin(Node node) {
        return Mask.passes(node) && !results.containsKey(node);
    }

    private static <T> List<T> listOf(NodeMap<List<T>> lists, Node node) {
        List<T> list = lists.get(node);
        if (list == null) {
            list = new ArrayList<>();
            lists.put(node, list);
        }
        return list;
    }

    /** Adds up a node's adjoint, to which no more terms come; returns whether there are any. */
    boolean complete(Node node) {
        List<Masked> masked = maskedTerms.get(node);
        List<Node> all = terms.get(node);
        if (masked == null) {
            if (all != null) {
                totals.put(node, Differentiation.total(all));
            }
            return all != null;
        }
        // what does not compute leaves nothing to mask behind it
        boolean staysMasked = node.op() instanceof ElementwiseOp || isWithin(node.input(0));
        Mask union = null;
        if (all == null && staysMasked) {
            List<Mask> each = new ArrayList<>();
            for (Masked some : masked) {
                each.add(some.mask());
            }
            union = Mask.union(each);
            union = union == null ? null : union.passing(node);
        }
        List<Node> applied = new ArrayList<>();
        for (Masked some : masked) {
            Mask inner = union == null ? some.mask() : some.mask().without(union);
            applied.add(inner.applied(Differentiation.total(some.terms())));
        }
        if (all != null) {
            applied.addAll(all);
        }
        totals.put(node, Differentiation.total(applied));
        if (union != null) {
            masks.put(node, union);
        }
        return true;
    }

    /** Returns the adjoint of a node; null if it has no term. */
    @Nullable
    Node total(Node node) {
        return totals.get(node);
    }

    /** Returns where the adjoint of a node counts; null if everywhere. */
    @Nullable
    Mask mask(Node node) {
        return masks.get(node);
    }

    /** Returns the terms of the operands' adjoints that a node's adjoint gives. */
    List<@Nullable Node> flowing(Node node) {
        Node adjoint = Objects.requireNonNull(totals.get(node));
        return node.op() instanceof Select
                ? Arrays.asList(null, adjoint, adjoint)
                : node.op().vectorJacobianProduct(node, adjoint);
    }
}
