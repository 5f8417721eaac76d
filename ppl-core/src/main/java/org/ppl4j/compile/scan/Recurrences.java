package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;

/**
 * Prepares scans to become code: only what is used of them is computed, those on the same operands run as one, small tensors
 * are taken apart, and what does not belong to the recurrence leaves it.
 */
public final class Recurrences extends GraphRewriting {

    /** What tells scans that can run as one from others. */
    private record Kin(
            List<Integer> operands, int steps, boolean backwards, int carries, int elements, List<Integer> next) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Kin that
                    && steps == that.steps
                    && backwards == that.backwards
                    && carries == that.carries
                    && elements == that.elements
                    && operands.equals(that.operands)
                    && next.equals(that.next);
        }

        @Override
        public int hashCode() {
            return Objects.hash(operands, steps, backwards, carries, elements, next);
        }
    }

    /** Scans that run as one: the results of their bodies, those that are used. */
    private static final class Group {

        private final List<Node> members = new ArrayList<>();
        private final Set<Node> outputs = new LinkedHashSet<>();
        private final BitSet lasts = new BitSet();
        private final NodeMap<Node> stacks = new NodeMap<>();
        private List<Node> lastValues = List.of();
        private boolean isDone;
    }

    private final UnaryOperator<List<Node>> rewriting;
    private final Map<Node, List<Node>> bodies = new IdentityHashMap<>();
    private final Map<Node, Group> groups = new IdentityHashMap<>();

    private Recurrences(Simplifier simplifier, UnaryOperator<List<Node>> bodies) {
        super(simplifier);
        this.rewriting = bodies;
    }

    /**
     * Returns a graph with its scans prepared.
     *
     * @param bodies what the bodies go through, once simplified and before they are divided
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, UnaryOperator<List<Node>> bodies) {
        return areAmong(Topology.sort(roots))
                ? new Recurrences(simplifier, bodies).run(simplifier.simplify(roots))
                : roots;
    }

    /** Whether there are scans among nodes. */
    public static boolean areAmong(List<Node> nodes) {
        for (Node node : nodes) {
            if (node.op() instanceof Scan) {
                return true;
            }
        }
        return false;
    }

    private List<Node> run(List<Node> roots) {
        List<Node> order = Topology.sort(roots);
        group(order, ScanUses.of(roots, order));
        return rewrite(roots, order);
    }

    private void group(List<Node> order, ScanUses uses) {
        Map<Kin, Group> known = new HashMap<>();
        for (Node node : order) {
            if (!(node.op() instanceof Scan scan)) {
                continue;
            }
            List<Node> simple = simplifier.simplify(scan.body().results());
            bodies.put(node, simple);
            int carries = scan.body().carries().size();
            Kin kin = new Kin(
                    serials(node.inputs()),
                    scan.steps(),
                    scan.backwards(),
                    carries,
                    scan.body().elements().size(),
                    serials(simple.subList(0, carries)));
            Group group = known.get(kin);
            if (group == null) {
                group = new Group();
                known.put(kin, group);
            }
            group.members.add(node);
            groups.put(node, group);
            BitSet parts = uses.parts(node);
            for (int i = 0; i < simple.size(); i++) {
                if (parts.get(i) && i < carries) {
                    group.lasts.set(i);
                } else if (parts.get(i)) {
                    group.outputs.add(simple.get(i));
                }
            }
        }
    }

    private List<Integer> serials(List<Node> nodes) {
        List<Integer> serials = new ArrayList<>();
        for (Node node : nodes) {
            serials.add(simplifier.interner().serial(node));
        }
        return serials;
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        if (!(node.op() instanceof Scan scan) || scan.steps() == 0) {
            return null;
        }
        Group group = Objects.requireNonNull(groups.get(node));
        List<Node> body = Objects.requireNonNull(bodies.get(node));
        if (!group.isDone) {
            rewrite(group, scan, node, body);
        }
        int carries = scan.body().carries().size();
        List<Node> parts = new ArrayList<>(group.lastValues);
        for (Node output : body.subList(carries, body.size())) {
            Node stack = group.stacks.get(output);
            parts.add(stack != null ? stack : ScanDraft.unused(output, scan.steps(), simplifier));
        }
        return simplifier.make(new Concatenate(), parts);
    }

    private void rewrite(Group group, Scan scan, Node node, List<Node> body) {
        group.isDone = true;
        List<Node> parameters = simplifier.simplify(scan.body().parameters());
        List<Node> used = new ArrayList<>(body.subList(0, scan.body().carries().size()));
        used.addAll(group.outputs);
        ScanDraft whole = ScanDraft.of(scan, results(node.inputs()), parameters, rewriting.apply(used))
                .withoutRepeated(simplifier);
        ScanScalars.Apart apart = ScanScalars.apply(whole, simplifier);
        List<Boolean> needed = new ArrayList<>();
        for (int i = 0; i < whole.carries().size(); i++) {
            int count = apart.parts(whole.carries().get(i).parameter()).size();
            for (int k = 0; k < count; k++) {
                needed.add(group.lasts.get(i));
            }
        }
        ScanSplitting.Results split =
                ScanSplitting.apply(ScanSums.apply(apart.draft(), simplifier), needed, simplifier);
        List<Node> lasts = new ArrayList<>();
        int at = 0;
        for (ScanDraft.Carry carry : whole.carries()) {
            int count = apart.parts(carry.parameter()).size();
            lasts.add(ScanScalars.joined(
                    split.lasts().subList(at, at + count), carry.initial().shape(), simplifier));
            at += count;
        }
        group.lastValues = lasts;
        at = 0;
        List<Node> asked = List.copyOf(group.outputs);
        for (int i = 0; i < asked.size(); i++) {
            Node output = whole.outputs().get(i);
            int count = apart.parts(output).size();
            List<Node> stacks = split.stacks().subList(at, at + count);
            group.stacks.put(asked.get(i), ScanScalars.stack(output, stacks, scan.steps(), simplifier));
            at += count;
        }
    }
}
