package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/**
 * Sums in the body of a recurrence: the terms that do not depend on the carries are added up before the others are, so that
 * they leave the loop as one, and a step waits for fewer operations of the step before.
 */
final class ScanSums {

    private final ScanDraft draft;
    private final Simplifier simplifier;
    private final Map<Node, Boolean> onCarries = new IdentityHashMap<>();
    private final Map<Node, Integer> uses;
    private final NodeMap<Node> results = new NodeMap<>();

    private ScanSums(ScanDraft draft, Simplifier simplifier) {
        this.draft = draft;
        this.simplifier = simplifier;
        this.uses = draft.uses();
    }

    /** The terms of a sum, those that are added and those that are taken away. */
    private static final class Terms {
        private final List<Node> added = new ArrayList<>();
        private final List<Node> takenAway = new ArrayList<>();

        void add(Node term, boolean isAdded) {
            (isAdded ? added : takenAway).add(term);
        }

        int size() {
            return added.size() + takenAway.size();
        }
    }

    /** Returns a scan with its sums in another order; the same if none is to be changed. */
    static ScanDraft apply(ScanDraft draft, Simplifier simplifier) {
        return new ScanSums(draft, simplifier).run();
    }

    private ScanDraft run() {
        for (ScanDraft.Carry carry : draft.carries()) {
            onCarries.put(carry.parameter(), true);
        }
        boolean areAny = false;
        for (Node node : Topology.sort(draft.results())) {
            for (Node input : node.inputs()) {
                if (onCarries.containsKey(input)) {
                    onCarries.put(node, true);
                }
            }
            Node result = node.inputs().isEmpty() ? node : rebuilt(node);
            results.put(node, result);
            areAny |= result != node;
        }
        if (!areAny) {
            return draft;
        }
        List<ScanDraft.Carry> carries = new ArrayList<>();
        for (ScanDraft.Carry carry : draft.carries()) {
            carries.add(new ScanDraft.Carry(carry.parameter(), carry.initial(), of(carry.next())));
        }
        return new ScanDraft(
                draft.steps(),
                draft.backwards(),
                carries,
                draft.elements(),
                draft.invariants(),
                Simplifier.mapped(draft.outputs(), results));
    }

    private Node of(Node node) {
        return results.getOrDefault(node, node);
    }

    private Node rebuilt(Node node) {
        simplifier.locate(node.origin());
        if (isSum(node)) {
            Terms before = new Terms();
            Terms after = new Terms();
            collect(node, true, before, after);
            if (before.size() > 1 && after.size() > 0) {
                return sum(after, sum(before, null));
            }
        }
        return simplifier.make(node.op(), Simplifier.mapped(node.inputs(), results));
    }

    private boolean isSum(Node node) {
        return (node.op() instanceof Add || node.op() instanceof Subtract)
                && node.shape().isScalar()
                && onCarries.containsKey(node);
    }

    /** Gathers the terms of a sum, those of sums that are but terms of it included. */
    private void collect(Node node, boolean isAdded, Terms before, Terms after) {
        for (int i = 0; i < 2; i++) {
            Node term = node.input(i);
            boolean sign = isAdded != (i == 1 && node.op() instanceof Subtract);
            if (isSum(term) && uses.getOrDefault(term, 0) == 1) {
                collect(term, sign, before, after);
            } else {
                (onCarries.containsKey(term) ? after : before).add(term, sign);
            }
        }
    }

    /** Returns the sum of terms and what comes before them, if anything does. */
    private Node sum(Terms terms, @Nullable Node start) {
        Node sum = start;
        for (Node term : terms.added) {
            sum = sum == null ? of(term) : simplifier.make(new Add(), sum, of(term));
        }
        for (Node term : terms.takenAway) {
            sum = sum == null
                    ? simplifier.make(new Negate(), of(term))
                    : simplifier.make(new Subtract(), sum, of(term));
        }
        return Objects.requireNonNull(sum);
    }
}
