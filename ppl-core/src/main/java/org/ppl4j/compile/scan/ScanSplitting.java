package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Topology;

/**
 * Takes out of a recurrence what does not belong to it. What does not depend on the carries is computed for all steps
 * before, what nothing is carried on from for all steps after, each as vector operations, where that is worth the memory
 * that is read and written; a carry that only adds up becomes a sum.
 */
final class ScanSplitting {

    /** A carry that only adds up: what is added, or taken away, at each step. */
    private record Total(ScanDraft.Carry carry, List<Node> added, List<Node> takenAway) {
        List<Node> terms() {
            List<Node> terms = new ArrayList<>(added);
            terms.addAll(takenAway);
            return terms;
        }
    }

    private final ScanDraft draft;
    private final Simplifier simplifier;
    private final ScanVectors vectors;
    private final Map<Node, Boolean> onCarries = new IdentityHashMap<>();
    private final Map<Node, Boolean> onElements = new IdentityHashMap<>();
    private final Map<Node, Boolean> core = new IdentityHashMap<>();
    private final List<ScanDraft.Operand> elements = new ArrayList<>();
    private final List<ScanDraft.Operand> invariants = new ArrayList<>();
    private final NodeMap<Node> inLoop = new NodeMap<>();
    private final Map<Node, Node> before = new IdentityHashMap<>();
    /** In an order that is the same each time, so that the code is. */
    private final Set<Node> putOut = new LinkedHashSet<>();

    private int parameters;

    /** For each carry its last value, for each output its values at all steps. */
    record Results(List<Node> lasts, List<Node> stacks) {}

    private ScanSplitting(ScanDraft draft, Simplifier simplifier) {
        this.draft = draft;
        this.simplifier = simplifier;
        this.vectors = new ScanVectors(draft.steps(), simplifier);
    }

    /**
     * Builds what is left of a scan and what goes before and after it.
     *
     * @param draft the scan
     * @param isNeeded for each carry whether its last value is asked for
     */
    static Results apply(ScanDraft draft, List<Boolean> isNeeded, Simplifier simplifier) {
        return new ScanSplitting(draft, simplifier).run(isNeeded);
    }

    private Results run(List<Boolean> isNeeded) {
        mark();
        List<Total> totals = new ArrayList<>();
        List<ScanDraft.Carry> carried = new ArrayList<>();
        for (int i = 0; i < draft.carries().size(); i++) {
            ScanDraft.Carry carry = draft.carries().get(i);
            Total total = total(carry);
            if (total == null) {
                carried.add(carry);
            } else if (isNeeded.get(i)) {
                totals.add(total);
            }
        }
        keepNeeded(carried, totals, isNeeded);
        for (Node node : Topology.sort(ScanDraft.next(carried))) {
            if (onCarries.containsKey(node)) {
                core.put(node, true);
            }
        }
        for (ScanDraft.Carry carry : carried) {
            core.put(carry.parameter(), true);
        }
        Map<Node, Boolean> later = later(totals);
        ScanDraft.Built built = loop(carried, totals, later);
        return results(built, carried, totals, later, isNeeded);
    }

    private void mark() {
        for (ScanDraft.Carry carry : draft.carries()) {
            onCarries.put(carry.parameter(), true);
        }
        for (ScanDraft.Operand each : draft.elements()) {
            onElements.put(each.parameter(), true);
            vectors.know(each.parameter(), each.node());
        }
        for (ScanDraft.Operand each : draft.invariants()) {
            vectors.knowSame(each.parameter(), each.node());
        }
        for (Node node : Topology.sort(draft.results())) {
            for (Node input : node.inputs()) {
                if (onCarries.containsKey(input)) {
                    onCarries.put(node, true);
                }
                if (onElements.containsKey(input)) {
                    onElements.put(node, true);
                }
            }
            boolean dependent = onCarries.containsKey(node) || onElements.containsKey(node);
            if (dependent && !onCarries.containsKey(node) && !ScanVectors.canDo(node)) {
                // stays in the loop, and with it what needs it
                onCarries.put(node, true);
            }
        }
    }

    /** Returns what a carry adds up, or null if it does more, or if its value at a step is used. */
    private @Nullable Total total(ScanDraft.Carry carry) {
        Map<Node, Integer> uses = draft.uses();
        List<Node> added = new ArrayList<>();
        List<Node> takenAway = new ArrayList<>();
        Node node = carry.next();
        while (node != carry.parameter()) {
            if (uses.getOrDefault(node, 0) != 1) {
                return null;
            }
            boolean left = node.inputs().size() == 2 && leadsTo(node.input(0), carry.parameter());
            boolean right = node.inputs().size() == 2 && leadsTo(node.input(1), carry.parameter());
            if (left && !right && (node.op() instanceof Add || node.op() instanceof Subtract)) {
                (node.op() instanceof Add ? added : takenAway).add(node.input(1));
                node = node.input(0);
            } else if (right && !left && node.op() instanceof Add) {
                added.add(node.input(0));
                node = node.input(1);
            } else {
                return null;
            }
        }
        return uses.getOrDefault(node, 0) == 1 ? new Total(carry, added, takenAway) : null;
    }

    private boolean leadsTo(Node node, Node parameter) {
        return onCarries.containsKey(node) && Topology.sort(List.of(node)).contains(parameter);
    }

    /** Drops the carries that nothing that is asked for depends on. */
    private void keepNeeded(List<ScanDraft.Carry> carried, List<Total> totals, List<Boolean> isNeeded) {
        List<Node> roots = outputsAndTerms(totals);
        List<ScanDraft.Carry> needed = new ArrayList<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            Set<Node> reached = new HashSet<>(Topology.sort(roots));
            for (ScanDraft.Carry carry : carried) {
                boolean asked = isNeeded.get(draft.carries().indexOf(carry)) || reached.contains(carry.parameter());
                if (asked && !needed.contains(carry)) {
                    needed.add(carry);
                    roots.add(carry.next());
                    grows = true;
                }
            }
        }
        carried.retainAll(needed);
    }

    private List<Node> outputsAndTerms(List<Total> totals) {
        List<Node> all = new ArrayList<>(draft.outputs());
        for (Total total : totals) {
            all.addAll(total.terms());
        }
        return all;
    }

    /** Returns, of outputs and of what is added up, what is computed after the loop. */
    private Map<Node, Boolean> later(List<Total> totals) {
        Map<Node, Boolean> later = new IdentityHashMap<>();
        for (Node node : outputsAndTerms(totals)) {
            boolean free = !onCarries.containsKey(node);
            List<Node> after = core.containsKey(node) ? List.of() : after(node);
            if (free || (ScanCosts.hasCostly(after) && ScanVectors.canDo(after))) {
                later.put(node, true);
            }
        }
        return later;
    }

    /** Returns what a node needs that needs carries, and that no carry needs. */
    private List<Node> after(Node root) {
        return Topology.sort(List.of(root), node -> onCarries.containsKey(node) && !core.containsKey(node));
    }

    private ScanDraft.Built loop(List<ScanDraft.Carry> carried, List<Total> totals, Map<Node, Boolean> later) {
        for (ScanDraft.Carry carry : carried) {
            inLoop.put(carry.parameter(), parameter(carry.parameter()));
        }
        List<ScanDraft.Carry> carries = new ArrayList<>();
        for (ScanDraft.Carry carry : carried) {
            carries.add(new ScanDraft.Carry(loopNode(carry.parameter()), carry.initial(), inside(carry.next())));
        }
        for (Total total : totals) {
            Node parameter = parameter(total.carry.parameter());
            Node next = parameter;
            for (Node term : total.added) {
                next = later.containsKey(term) ? next : simplifier.make(new Add(), next, inside(term));
            }
            for (Node term : total.takenAway) {
                next = later.containsKey(term) ? next : simplifier.make(new Subtract(), next, inside(term));
            }
            if (next != parameter) {
                carries.add(new ScanDraft.Carry(parameter, total.carry.initial(), next));
                inLoop.put(total.carry.parameter(), parameter);
            }
        }
        for (Node output : draft.outputs()) {
            putOut(output, later);
        }
        for (Total total : totals) {
            for (Node term : total.terms()) {
                putOutFor(term, later);
            }
        }
        Set<Node> outputs = new LinkedHashSet<>();
        for (Node node : putOut) {
            outputs.add(inside(node));
        }
        return new ScanDraft(draft.steps(), draft.backwards(), carries, elements, invariants, List.copyOf(outputs))
                .build(simplifier);
    }

    private void putOut(Node output, Map<Node, Boolean> later) {
        if (later.containsKey(output)) {
            putOutFor(output, later);
        } else {
            putOut.add(output);
        }
    }

    /** Puts out what something computed after the loop needs of it. */
    private void putOutFor(Node node, Map<Node, Boolean> later) {
        if (!later.containsKey(node) || !onCarries.containsKey(node)) {
            return;
        }
        for (Node each : after(node)) {
            for (Node input : each.inputs()) {
                if (core.containsKey(input)) {
                    putOut.add(input);
                }
            }
        }
    }

    private Node loopNode(Node node) {
        return Objects.requireNonNull(inLoop.get(node));
    }

    private Node parameter(Node like) {
        return simplifier.interner().intern(Node.symbol(new Parameter(parameters++), like.shape()));
    }

    /** Returns a node as it is computed in the loop. */
    private Node inside(Node root) {
        for (Node node : Topology.sort(List.of(root), this::isNew)) {
            simplifier.locate(node.origin());
            inLoop.put(node, insideOrBefore(node));
        }
        simplifier.locate(null);
        return loopNode(root);
    }

    /** Whether a node is not in the loop yet, so that its operands are to be looked at, unless it stays outside. */
    private boolean isNew(Node node) {
        return !inLoop.containsKey(node);
    }

    private Node insideOrBefore(Node node) {
        if (node.inputs().isEmpty() && !(node.op() instanceof Parameter)) {
            return node;
        }
        if (!onCarries.containsKey(node)) {
            boolean isElement = onElements.containsKey(node);
            boolean isLeaf = node.inputs().isEmpty();
            if (!isElement || isLeaf || ScanCosts.isWorthMoving(node, onElements)) {
                Node known = before.get(node);
                if (known == null) {
                    known = isElement ? newElement(node) : newInvariant(node);
                    before.put(node, known);
                }
                return known;
            }
        }
        return simplifier.make(node.op(), Simplifier.mapped(node.inputs(), inLoop));
    }

    private Node newElement(Node node) {
        Node parameter = parameter(node);
        elements.add(new ScanDraft.Operand(parameter, vectors.vector(node)));
        return parameter;
    }

    private Node newInvariant(Node node) {
        Node outside = vectors.outside(node);
        if (Simplifier.isConstant(outside)) {
            return outside;
        }
        Node parameter = parameter(node);
        invariants.add(new ScanDraft.Operand(parameter, outside));
        return parameter;
    }

    private Results results(
            ScanDraft.Built built,
            List<ScanDraft.Carry> carried,
            List<Total> totals,
            Map<Node, Boolean> later,
            List<Boolean> isNeeded) {
        for (Node node : putOut) {
            vectors.know(node, built.stack(loopNode(node), simplifier));
        }
        Map<ScanDraft.Carry, Node> lasts = new IdentityHashMap<>();
        for (ScanDraft.Carry carry : carried) {
            lasts.put(carry, built.last(loopNode(carry.parameter()), simplifier));
        }
        for (Total total : totals) {
            Node parameter = inLoop.get(total.carry.parameter());
            Node last = parameter == null ? total.carry.initial() : built.last(parameter, simplifier);
            for (Node term : total.added) {
                last = later.containsKey(term) ? simplifier.make(new Add(), last, sum(term)) : last;
            }
            for (Node term : total.takenAway) {
                last = later.containsKey(term) ? simplifier.make(new Subtract(), last, sum(term)) : last;
            }
            lasts.put(total.carry, last);
        }
        List<Node> allLasts = new ArrayList<>();
        for (int i = 0; i < draft.carries().size(); i++) {
            ScanDraft.Carry carry = draft.carries().get(i);
            allLasts.add(isNeeded.get(i) ? Objects.requireNonNull(lasts.get(carry)) : carry.initial());
        }
        return new Results(allLasts, vectors.vectors(draft.outputs()));
    }

    private Node sum(Node term) {
        return simplifier.make(new Sum(List.of(0)), vectors.vector(term));
    }
}
