package org.ppl4j.compile.schedule;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Topology;

/**
 * Divides a graph into units that run one after the other: straight-line scalar code, loops in which element-wise
 * operations and their reductions are fused, and calls of whole operations. Loops of one length in one stage are one loop.
 */
public final class Schedule {

    /** How a node is computed. */
    public enum Kind {
        /** Constant, variable or data: in memory before. */
        LEAF,
        /** Read in place from its base. */
        VIEW,
        /** One element, in straight-line code. */
        SCALAR,
        /** In a loop: an element-wise operation, a full sum, or a scatter. */
        LOOP,
        /** Element by element, or part by part, into one vector. */
        JOIN,
        /** By a call of the operation. */
        CALL;

        /** Whether units of this kind are instructions without a loop. */
        public boolean isStraightLine() {
            return this == SCALAR || this == JOIN;
        }
    }

    /**
     * What runs at once: a stretch of nodes of one kind.
     *
     * @param length the number of iterations of a loop; of a join, the first operand that it takes
     */
    public record Unit(Kind kind, int length, List<Node> nodes) {

        /** Returns a loop's sums, in the order of their lanes. */
        public List<Node> sums() {
            List<Node> sums = new ArrayList<>();
            for (Node node : nodes) {
                if (node.op() instanceof Sum) {
                    sums.add(node);
                }
            }
            return sums;
        }
    }

    private final List<Node> order;
    private final Map<Node, Kind> kinds = new IdentityHashMap<>();
    private final Stages stages;
    private final Methods methods;
    private final Map<Node, Integer> unitOf = new IdentityHashMap<>();
    private final Map<Node, Boolean> buffered = new IdentityHashMap<>();
    private final Map<Node, Access> accesses = new IdentityHashMap<>();
    private final List<Unit> units;

    /**
     * Makes a schedule.
     *
     * @param outputs what to compute
     * @param leaves further nodes to treat as being in memory before: those that depend on data alone
     */
    public Schedule(List<Node> outputs, Map<Node, Boolean> leaves) {
        order = Topology.sort(outputs);
        Map<Node, Boolean> reached = reachedFrom(outputs, leaves);
        List<Node> needed = only(reached);
        for (Node node : needed) {
            kinds.put(node, leaves.containsKey(node) ? Kind.LEAF : kindOf(node));
        }
        for (Node node : needed) {
            requireOperands(node);
        }
        for (Node output : outputs) {
            requireBuffer(output);
        }
        stages = new Stages(this, needed);
        units = UnitFormation.of(this, stages, needed);
        for (int i = 0; i < units.size(); i++) {
            for (Node node : units.get(i).nodes()) {
                unitOf.put(node, i);
            }
        }
        for (Node node : needed) {
            bufferWhatOthersRead(node);
        }
        methods = new Methods(this);
    }

    private static Map<Node, Boolean> reachedFrom(List<Node> outputs, Map<Node, Boolean> leaves) {
        Map<Node, Boolean> reached = new IdentityHashMap<>();
        List<Node> pending = new ArrayList<>(outputs);
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            if (reached.put(node, true) == null && !leaves.containsKey(node)) {
                pending.addAll(node.inputs());
            }
        }
        return reached;
    }

    public List<Unit> units() {
        return units;
    }

    /** Returns which units share a method. */
    public Methods methods() {
        return methods;
    }

    public Kind kind(Node node) {
        Kind kind = kinds.get(node);
        if (kind == null) {
            throw new IllegalStateException("The node " + node + " is not scheduled.");
        }
        return kind;
    }

    /** Returns the unit that computes a node, by its number; -1 for leaves and views. */
    public int unitOf(Node node) {
        return unitOf.getOrDefault(node, -1);
    }

    /** Whether a node's value must be in memory. */
    public boolean isBuffered(Node node) {
        return buffered.containsKey(node);
    }

    /** Returns the nodes that must be in memory, leaves included. */
    public List<Node> buffered() {
        return only(buffered);
    }

    /** Returns those of all nodes that are keys of a map. */
    private List<Node> only(Map<Node, Boolean> chosen) {
        List<Node> result = new ArrayList<>();
        for (Node node : order) {
            if (chosen.containsKey(node)) {
                result.add(node);
            }
        }
        return result;
    }

    /** Returns where an operand's elements are found; a view that had to be copied is its own base. Safe for threads. */
    public synchronized Access access(Node operand) {
        Access known = accesses.get(operand);
        if (known == null) {
            known = Access.of(operand, node -> kinds.get(node) != Kind.VIEW);
            accesses.put(operand, known);
        }
        return known;
    }

    private static Kind kindOf(Node node) {
        if (node.inputs().isEmpty()) {
            return Kind.LEAF;
        }
        if (Access.isView(node)) {
            return Kind.VIEW;
        }
        if (node.op() instanceof ElementwiseOp) {
            return node.size() == 1 ? Kind.SCALAR : Kind.LOOP;
        }
        boolean fullSum =
                node.op() instanceof Sum sum && sum.isFull(node.input(0).shape());
        boolean isMove = node.op() instanceof Put || node.op() instanceof Interleave;
        if ((fullSum || isMove) && node.input(0).size() > 1) {
            return Kind.LOOP;
        }
        return node.op() instanceof Concatenate ? Kind.JOIN : Kind.CALL;
    }

    /** Makes sure that a node's elements lie in memory in its own order. */
    private void requireBuffer(Node node) {
        if (kind(node) == Kind.VIEW) {
            Access access = access(node);
            if (access.kind() == Access.Kind.DIRECT) {
                buffered.put(access.base(), true);
                return;
            }
            kinds.put(node, Kind.CALL);
            accesses.clear();
            requireOperands(node);
        }
        buffered.put(node, true);
    }

    /** Makes sure that what an operation is given as arrays lies in memory. */
    private void requireOperands(Node node) {
        if (kind(node) == Kind.CALL || kind(node) == Kind.JOIN) {
            for (Node input : node.inputs()) {
                Access access = access(input);
                if (kind(node) == Kind.CALL || !(access.isScalar() || access.isStretch())) {
                    requireBuffer(input);
                } else if (!access.isScalar()) {
                    buffered.put(access.base(), true);
                }
            }
            buffered.put(node, true);
        }
    }

    /** Whether a node's value is kept as a scalar: it has one element, and is not made by a call. */
    boolean isScalarValue(Node node) {
        Kind kind = kind(node);
        return node.size() == 1 && (kind == Kind.SCALAR || (kind == Kind.LOOP && !(node.op() instanceof Put)));
    }

    private void bufferWhatOthersRead(Node node) {
        if (kind(node) == Kind.LEAF || kind(node) == Kind.VIEW) {
            return;
        }
        for (Node input : node.inputs()) {
            Access access = access(input);
            Node base = access.base();
            boolean inRegister = stages.readsInside(node, access) && unitOf(node) == unitOf(base);
            boolean scalarConstant = base.size() == 1 && Interner.isConstant(base);
            if (!inRegister && !scalarConstant && !isScalarValue(base)) {
                buffered.put(base, true);
            }
        }
    }
}
