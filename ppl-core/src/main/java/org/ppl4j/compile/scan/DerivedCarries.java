package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/**
 * What a scan carries that is little more than others that it carries, as the multiple of a state is, is computed of these at the next
 * step: a loop of the user's may compute it at one turn and use it at the next.
 */
public final class DerivedCarries {

    /** So many operations at most are done again. */
    private static final int MOST_OPERATIONS = 3;

    private static final Set<Class<?>> CHEAP = Set.of(Add.class, Subtract.class, Multiply.class, Negate.class);

    private final Simplifier simplifier;
    private final List<ScanDraft.Operand> invariants;
    private final List<ScanDraft.Carry> kept;
    private final List<Node> derived = new ArrayList<>();
    private final List<Node> formulas = new ArrayList<>();
    private List<Node> results;

    private DerivedCarries(ScanDraft scan, Simplifier simplifier) {
        this.simplifier = simplifier;
        this.invariants = scan.invariants();
        this.kept = new ArrayList<>(scan.carries());
        this.results = scan.results();
    }

    /**
     * Returns a graph in which scans carry no more than they need.
     *
     * @param roots the graph's roots, simplified
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        if (!Recurrences.areAmong(order)) {
            return roots;
        }
        NodeMap<Node> made = new NodeMap<>();
        for (Node node : order) {
            simplifier.locate(node.origin());
            List<Node> inputs = Simplifier.mapped(node.inputs(), made);
            Node result =
                    node.op() instanceof Scan scan && scan.body().carries().size() > 1
                            ? smaller(scan, inputs, simplifier)
                            : null;
            if (result == null) {
                result = inputs.isEmpty() ? node : simplifier.make(node.op(), inputs);
            }
            made.put(node, result);
        }
        simplifier.locate(null);
        return Simplifier.mapped(roots, made);
    }

    /** Returns what a scan gives, computed with fewer carries; null if it needs all. */
    private static @Nullable Node smaller(Scan op, List<Node> inputs, Simplifier simplifier) {
        List<Node> parameters = simplifier.simplify(op.body().parameters());
        ScanDraft scan = ScanDraft.of(
                op, inputs, parameters, simplifier.simplify(op.body().results()));
        DerivedCarries pass = new DerivedCarries(scan, simplifier);
        return pass.derive(scan.carries()) ? pass.result(scan) : null;
    }

    /** Leaves out the carries that can be computed of others; returns whether there are any. */
    private boolean derive(List<ScanDraft.Carry> carries) {
        Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ScanDraft.Carry carry : carries) {
            int place = kept.indexOf(carry);
            Set<Node> read = Collections.newSetFromMap(new IdentityHashMap<>());
            Node formula = needed.contains(carry.parameter()) ? null : formula(results.get(place), place, read);
            if (formula == null || initial(formula) != carry.initial()) {
                continue;
            }
            needed.addAll(read);
            kept.remove(place);
            List<Node> others = new ArrayList<>(results);
            others.remove(place);
            results = simplifier.simplify(Substitution.replace(others, carry.parameter(), formula));
            derived.add(carry.parameter());
            formulas.add(formula);
        }
        return !derived.isEmpty();
    }

    /**
     * Returns a carry after a step as it is computed of others after that step, which their parameters stand for; null if it is not.
     *
     * @param read receives the parameters
     */
    private @Nullable Node formula(Node next, int place, Set<Node> read) {
        int[] operations = {0};
        return formula(next, place, read, operations);
    }

    private @Nullable Node formula(Node node, int place, Set<Node> read, int[] operations) {
        for (int k = 0; k < kept.size(); k++) {
            if (k != place && results.get(k) == node) {
                read.add(kept.get(k).parameter());
                return kept.get(k).parameter();
            }
        }
        if (Interner.isConstant(node) || isInvariant(node)) {
            return node;
        }
        if (!CHEAP.contains(node.op().getClass()) || ++operations[0] > MOST_OPERATIONS) {
            return null;
        }
        List<Node> inputs = new ArrayList<>();
        for (Node input : node.inputs()) {
            Node of = formula(input, place, read, operations);
            if (of == null) {
                return null;
            }
            inputs.add(of);
        }
        return simplifier.make(node.op(), inputs);
    }

    private boolean isInvariant(Node node) {
        for (ScanDraft.Operand invariant : invariants) {
            if (invariant.parameter() == node) {
                return true;
            }
        }
        return false;
    }

    /** Returns what a formula gives of the carries before the first step. */
    private Node initial(Node formula) {
        List<Node> values = new ArrayList<>();
        for (ScanDraft.Carry carry : kept) {
            values.add(carry.initial());
        }
        return outside(formula, values);
    }

    /** Returns a formula outside of the body, given values of the carries that are kept. */
    private Node outside(Node formula, List<Node> values) {
        List<Node> parameters = new ArrayList<>();
        List<Node> nodes = new ArrayList<>(values);
        for (ScanDraft.Carry carry : kept) {
            parameters.add(carry.parameter());
        }
        for (ScanDraft.Operand invariant : invariants) {
            parameters.add(invariant.parameter());
            nodes.add(invariant.node());
        }
        return simplifier
                .simplify(Substitution.replace(List.of(formula), parameters, nodes))
                .get(0);
    }

    private Node result(ScanDraft scan) {
        List<ScanDraft.Carry> carries = new ArrayList<>();
        for (ScanDraft.Carry carry : kept) {
            carries.add(new ScanDraft.Carry(carry.parameter(), carry.initial(), results.get(carries.size())));
        }
        List<Node> outputs = results.subList(carries.size(), results.size());
        ScanDraft.Built built = new ScanDraft(
                        scan.steps(), scan.backwards(), carries, scan.elements(), invariants, outputs)
                .build(simplifier);
        List<Node> lasts = new ArrayList<>();
        for (ScanDraft.Carry carry : carries) {
            lasts.add(built.last(carry.parameter(), simplifier));
        }
        List<Node> parts = new ArrayList<>();
        for (ScanDraft.Carry carry : scan.carries()) {
            int formula = derived.indexOf(carry.parameter());
            parts.add(formula < 0 ? built.last(carry.parameter(), simplifier) : outside(formulas.get(formula), lasts));
        }
        for (Node output : outputs) {
            parts.add(built.stack(output, simplifier));
        }
        return simplifier.make(new Concatenate(), parts);
    }
}
