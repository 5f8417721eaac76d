package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Topology;

/**
 * Scans of scalars that do not depend on each other, of as many steps, run as one: each step of a recurrence waits for the one
 * before, and a processor goes on with another meanwhile.
 */
public final class JoinedScans {

    /** A step of more nodes has enough to do while it waits. */
    private static final int MOST_NODES = 200;

    /** Which scans can run as one: before and after those of another level nothing is to be computed in between. */
    private record Kin(int steps, boolean backwards, int level) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Kin that
                    && steps == that.steps
                    && backwards == that.backwards
                    && level == that.level;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * steps + level) + (backwards ? 1 : 0);
        }
    }

    /** Scans that run as one. */
    private static final class Group {

        private final List<Node> members = new ArrayList<>();
        private int nodes;
        private boolean isDone;
    }

    private final Simplifier simplifier;
    private final NodeMap<Node> results = new NodeMap<>();
    private final Map<Node, Group> groups = new IdentityHashMap<>();
    private final List<List<Node>> levels = new ArrayList<>();

    private JoinedScans(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** Returns a graph of interned nodes with such scans joined. */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        JoinedScans pass = new JoinedScans(simplifier);
        return Recurrences.areAmong(order) && pass.group(order) ? pass.run(roots) : roots;
    }

    /** Puts scans into groups, and all nodes into an order in which none of a group needs another; returns whether any are joined. */
    private boolean group(List<Node> order) {
        NodeMap<Integer> levelOf = new NodeMap<>();
        Map<Kin, Group> open = new HashMap<>();
        boolean isFound = false;
        for (Node node : order) {
            int level = 0;
            for (Node input : node.inputs()) {
                level = Math.max(level, levelOf.getOrDefault(input, 0));
            }
            if (node.op() instanceof Scan scan) {
                level++;
                isFound |= group(node, scan, new Kin(scan.steps(), scan.backwards(), level), open);
            }
            levelOf.put(node, level);
            while (levels.size() <= 2 * level) {
                levels.add(new ArrayList<>());
            }
            // scans come before the others of their level
            levels.get(node.op() instanceof Scan ? 2 * level - 1 : 2 * level).add(node);
        }
        return isFound;
    }

    /** Puts a scan into a group; returns whether it is not alone there. */
    private boolean group(Node node, Scan scan, Kin kin, Map<Kin, Group> open) {
        int size = Topology.sort(scan.body().results()).size();
        if (scan.steps() == 0
                || size > MOST_NODES
                || !draft(node, node.inputs()).isOfScalars()) {
            return false;
        }
        Group group = open.get(kin);
        if (group == null || group.nodes + size > MOST_NODES) {
            group = new Group();
            open.put(kin, group);
        }
        group.members.add(node);
        group.nodes += size;
        groups.put(node, group);
        return group.members.size() > 1;
    }

    private static ScanDraft draft(Node node, List<Node> operands) {
        Scan scan = (Scan) node.op();
        return ScanDraft.of(
                scan, operands, scan.body().parameters(), scan.body().results());
    }

    private List<Node> run(List<Node> roots) {
        for (List<Node> level : levels) {
            for (Node node : level) {
                simplifier.locate(node.origin());
                Group group = groups.get(node);
                if (node.inputs().isEmpty()) {
                    results.put(node, node);
                } else if (group == null || group.members.size() == 1) {
                    results.put(node, simplifier.make(node.op(), Simplifier.mapped(node.inputs(), results)));
                } else if (!group.isDone) {
                    group.isDone = true;
                    join(group.members);
                }
            }
        }
        simplifier.locate(null);
        return Simplifier.mapped(roots, results);
    }

    private void join(List<Node> members) {
        Scan first = (Scan) members.get(0).op();
        Joined joined = new Joined();
        List<ScanDraft> drafts = new ArrayList<>();
        for (Node member : members) {
            drafts.add(joined.add(draft(member, Simplifier.mapped(member.inputs(), results))));
        }
        List<ScanDraft.Carry> carries = new ArrayList<>();
        List<Node> outputs = new ArrayList<>();
        for (ScanDraft draft : drafts) {
            carries.addAll(draft.carries());
            outputs.addAll(draft.outputs());
        }
        ScanDraft.Built built = new ScanDraft(
                        first.steps(), first.backwards(), carries, joined.elements, joined.invariants, outputs)
                .build(simplifier);
        for (int i = 0; i < members.size(); i++) {
            List<Node> parts = new ArrayList<>();
            for (ScanDraft.Carry carry : drafts.get(i).carries()) {
                parts.add(built.last(carry.parameter(), simplifier));
            }
            for (Node output : drafts.get(i).outputs()) {
                parts.add(built.stack(output, simplifier));
            }
            results.put(members.get(i), simplifier.make(new Concatenate(), parts));
        }
    }

    /** What several scans read, each sequence and each number once. */
    private final class Joined {

        private final List<ScanDraft.Operand> elements = new ArrayList<>();
        private final List<ScanDraft.Operand> invariants = new ArrayList<>();
        private int parameters;

        /** Returns a scan with parameters that no other has, but for what both read. */
        ScanDraft add(ScanDraft scan) {
            List<Node> given = new ArrayList<>();
            List<Node> own = new ArrayList<>();
            for (ScanDraft.Carry carry : scan.carries()) {
                given.add(carry.parameter());
                own.add(parameter(carry.parameter()));
            }
            read(scan.elements(), elements, given, own);
            read(scan.invariants(), invariants, given, own);
            List<Node> body = simplifier.simplify(Substitution.replace(scan.results(), given, own));
            List<ScanDraft.Carry> carries = new ArrayList<>();
            for (ScanDraft.Carry carry : scan.carries()) {
                int k = carries.size();
                carries.add(new ScanDraft.Carry(own.get(k), carry.initial(), body.get(k)));
            }
            return new ScanDraft(
                    scan.steps(),
                    scan.backwards(),
                    carries,
                    elements,
                    invariants,
                    body.subList(carries.size(), body.size()));
        }

        private void read(List<ScanDraft.Operand> from, List<ScanDraft.Operand> all, List<Node> given, List<Node> own) {
            for (ScanDraft.Operand operand : from) {
                given.add(operand.parameter());
                own.add(read(operand, all));
            }
        }

        private Node read(ScanDraft.Operand operand, List<ScanDraft.Operand> all) {
            for (ScanDraft.Operand known : all) {
                if (known.node() == operand.node()) {
                    return known.parameter();
                }
            }
            Node own = parameter(operand.parameter());
            all.add(new ScanDraft.Operand(own, operand.node()));
            return own;
        }

        private Node parameter(Node like) {
            return simplifier.interner().intern(Node.symbol(new Parameter(parameters++), like.shape()));
        }
    }
}
