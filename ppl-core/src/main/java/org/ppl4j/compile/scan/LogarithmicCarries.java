package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.LogSum;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Finds the carries of a scan that are logarithms of sums of exponentials of themselves from step to step, and otherwise have
 * only something added to them, or are moved or chosen: their exponentials are sums and products.
 */
final class LogarithmicCarries {

    /** What a node is to the carries. */
    enum Kind {
        /** Does not depend on them. */
        FREE,
        /** A logarithm of sums and products of their exponentials and of others. */
        LOGARITHM,
        /** Anything else that depends on them. */
        OTHER
    }

    /** With more terms in sums a step would be too much code, as each term is more of it. */
    private static final int MOST_TERMS = 16;

    private final ScanDraft draft;
    private final List<Node> order;
    private final Map<Node, LogSum> sums = new IdentityHashMap<>();
    private final List<ScanDraft.Carry> carries = new ArrayList<>();
    private Map<Node, Kind> kinds = new IdentityHashMap<>();

    private LogarithmicCarries(ScanDraft draft) {
        this.draft = draft;
        this.order = Topology.sort(draft.results());
        for (Node node : order) {
            LogSum sum = LogSum.of(node);
            if (sum != null) {
                sums.put(node, sum);
            }
        }
    }

    /** Returns the carries of a scan, of a body simplified, that are such logarithms; null if none are. */
    static @Nullable LogarithmicCarries find(ScanDraft draft) {
        LogarithmicCarries found = new LogarithmicCarries(draft);
        if (found.sums.isEmpty()) {
            return null;
        }
        found.carries.addAll(found.summed());
        if (found.carries.isEmpty() || found.termCount() > MOST_TERMS) {
            return null;
        }
        int before;
        do {
            before = found.carries.size();
            found.classify();
            found.carries.removeIf(carry -> found.kind(carry.next()) != Kind.LOGARITHM);
        } while (found.carries.size() < before);
        return found.carries.isEmpty() ? null : found;
    }

    /** Returns how many terms the sums have, those that are a part of another not counted again. */
    private int termCount() {
        Map<Node, Boolean> parts = new IdentityHashMap<>();
        int count = 0;
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            LogSum sum = sums.get(node);
            if (sum == null) {
                continue;
            }
            if (node.op() instanceof LogAddExp) {
                for (Node input : node.inputs()) {
                    parts.put(input, true);
                }
            }
            for (Node term : parts.containsKey(node) ? List.<Node>of() : sum.terms()) {
                count += term.size();
            }
        }
        return count;
    }

    /** Returns the carries that were found. */
    List<ScanDraft.Carry> carries() {
        return carries;
    }

    /** Returns the nodes of the body, each after its operands. */
    List<Node> order() {
        return order;
    }

    /** Returns what a node of the body is to the carries found. */
    Kind kind(Node node) {
        return kinds.getOrDefault(node, Kind.FREE);
    }

    /** Returns what a node is the logarithm of, or null. */
    @Nullable
    LogSum sum(Node node) {
        return sums.get(node);
    }

    /** Returns the operands that a logarithm is made of, and that are logarithms too, or free. */
    List<Node> operands(Node logarithm) {
        LogSum sum = sums.get(logarithm);
        if (sum != null) {
            return sum.terms();
        }
        List<Node> inputs = logarithm.inputs();
        return logarithm.op() instanceof Select ? inputs.subList(1, inputs.size()) : inputs;
    }

    private void classify() {
        kinds = new IdentityHashMap<>();
        for (ScanDraft.Carry carry : carries) {
            kinds.put(carry.parameter(), Kind.LOGARITHM);
        }
        for (Node node : order) {
            if (!node.inputs().isEmpty()) {
                kinds.put(node, kindOf(node));
            }
        }
    }

    private Kind kindOf(Node node) {
        boolean isFree = true;
        for (Node input : node.inputs()) {
            isFree &= kind(input) == Kind.FREE;
        }
        if (isFree) {
            return Kind.FREE;
        }
        Op op = node.op();
        boolean canBe = sums.containsKey(node)
                || op instanceof Add
                || op instanceof Subtract
                || op instanceof Broadcast
                || op instanceof Reshape
                || op instanceof Take
                || op instanceof Concatenate
                || (op instanceof Select && kind(node.input(0)) == Kind.FREE);
        if (!canBe) {
            return Kind.OTHER;
        }
        for (Node operand : operands(node)) {
            if (kind(operand) == Kind.OTHER) {
                return Kind.OTHER;
            }
        }
        return Kind.LOGARITHM;
    }

    /** Returns the carries that come back to themselves through a sum of exponentials. */
    private List<ScanDraft.Carry> summed() {
        int count = draft.carries().size();
        Map<Node, BitSet> reads = new IdentityHashMap<>();
        Map<Node, BitSet> sumReads = new IdentityHashMap<>();
        for (int i = 0; i < count; i++) {
            BitSet own = new BitSet();
            own.set(i);
            reads.put(draft.carries().get(i).parameter(), own);
        }
        for (Node node : order) {
            if (!node.inputs().isEmpty()) {
                BitSet all = union(node, reads);
                reads.put(node, all);
                sumReads.put(node, sums.containsKey(node) ? all : union(node, sumReads));
            }
        }
        List<BitSet> reached = new ArrayList<>();
        for (ScanDraft.Carry carry : draft.carries()) {
            reached.add((BitSet) reads.getOrDefault(carry.next(), new BitSet()).clone());
        }
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < count; i++) {
                if (reached.get(i).get(k)) {
                    reached.get(i).or(reached.get(k));
                }
            }
        }
        BitSet found = new BitSet();
        for (int i = 0; i < count; i++) {
            BitSet bySum = (BitSet) sumReads.getOrDefault(draft.carries().get(i).next(), new BitSet())
                    .clone();
            for (int j = bySum.nextSetBit(0); j >= 0; j = bySum.nextSetBit(j + 1)) {
                if (i == j || reached.get(j).get(i)) {
                    found.set(i);
                    found.set(j);
                }
            }
        }
        // what goes in a circle with those found
        for (int i = 0; i < count; i++) {
            for (int j = found.nextSetBit(0); j >= 0 && !found.get(i); j = found.nextSetBit(j + 1)) {
                if (reached.get(i).get(j) && reached.get(j).get(i)) {
                    found.set(i);
                }
            }
        }
        List<ScanDraft.Carry> carries = new ArrayList<>();
        for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
            carries.add(draft.carries().get(i));
        }
        return carries;
    }

    private static BitSet union(Node node, Map<Node, BitSet> of) {
        BitSet all = new BitSet();
        for (Node input : node.inputs()) {
            BitSet some = of.get(input);
            if (some != null) {
                all.or(some);
            }
        }
        return all;
    }
}
