package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.ScanBuilder;

/**
 * Nodes of a graph, one a step, each computed from the one before in the same way: the steps as one body of a scan.
 *
 * <p>All steps are looked at together, a column of nodes at a time. A column is the state before the step; or the same node
 * at all steps; or something that no state leads to, which becomes a sequence, or is computed in the body from sequences;
 * or something of an earlier step, which becomes a further carry; else the same operation on columns.
 */
final class LoopUnification {

    private static final int DEEPEST = 400;

    /** Steps are not alike. */
    private static final class Unlike extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unlike() {
            super(null, null, false, false);
        }
    }

    private final List<Node> states;
    private final int steps;
    private final NodeMap<Integer> stepOf = new NodeMap<>();
    private final Map<Node, List<LoopColumn>> known = new IdentityHashMap<>();
    private final List<LoopColumn> computed = new ArrayList<>();
    private final ScanBuilder builder = new ScanBuilder();
    private final List<LoopColumn> furtherCarries = new ArrayList<>();
    private final List<Runnable> pending = new ArrayList<>();
    private final Node carry;
    private int carriedSize;

    private LoopUnification(List<Node> states) {
        this.states = states;
        this.steps = states.size() - 1;
        this.carry = builder.carry(states.get(0));
        this.carriedSize = carry.size();
    }

    /**
     * Returns the steps between states as one, or null if they are not alike.
     *
     * @param states the states, each computed from the one before
     * @param order the nodes that are computed from the first state on until the last is, each after its operands
     */
    static @Nullable LoopUnification of(List<Node> states, List<Node> order) {
        try {
            LoopUnification unification = new LoopUnification(states);
            unification.unify(order);
            return unification;
        } catch (Unlike steps) {
            return null;
        }
    }

    List<Node> states() {
        return states;
    }

    /** Returns what is computed in the body, the states first. */
    List<LoopColumn> computed() {
        return computed;
    }

    /** Returns what builds the body. */
    ScanBuilder builder() {
        return builder;
    }

    /** Returns the state before the step if nothing else is carried, else null. */
    @Nullable
    Node onlyCarry() {
        return furtherCarries.isEmpty() ? carry : null;
    }

    /** Returns how many numbers are carried from step to step. */
    int carriedSize() {
        return carriedSize;
    }

    private void unify(List<Node> order) {
        for (Node state : states) {
            if (!state.shape().equals(carry.shape())) {
                throw new Unlike();
            }
        }
        for (int i = 0; i < states.size(); i++) {
            stepOf.put(states.get(i), i);
        }
        for (Node node : order) {
            int latest = -1;
            for (Node input : node.inputs()) {
                latest = Math.max(latest, step(input));
            }
            if (latest >= 0) {
                stepOf.put(node, Math.max(latest, step(node)));
            }
        }
        Node[] after = states.subList(1, states.size()).toArray(Node[]::new);
        builder.next(carry, inBody(after, 0));
        while (!pending.isEmpty()) {
            pending.remove(pending.size() - 1).run();
        }
    }

    /** Returns all nodes that are computed in the body at some step. */
    List<Node> inLoop() {
        List<Node> nodes = new ArrayList<>();
        for (LoopColumn column : computed) {
            for (Node node : column.nodes()) {
                if (step(node) >= 0) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    private int step(Node node) {
        return stepOf.getOrDefault(node, -1);
    }

    /** Returns what stands for a column in the body. */
    private Node unified(Node[] column, int depth) {
        Node first = column[0];
        boolean same = true;
        int earlier = column.length == 0 ? 0 : column.length - 1 - step(column[column.length - 1]);
        boolean independent = true;
        for (int k = 0; k < column.length; k++) {
            same &= column[k] == first;
            independent &= step(column[k]) < 0;
            if (!column[k].shape().equals(first.shape())) {
                throw new Unlike();
            }
        }
        if (independent) {
            return same ? first : sequence(column, depth);
        }
        for (int k = 0; k < column.length; k++) {
            if (step(column[k]) != Math.max(-1, k - earlier)) {
                throw new Unlike();
            }
        }
        if (earlier > 0) {
            return earlier(column, depth);
        }
        boolean isState = true;
        for (int k = 0; k < column.length; k++) {
            isState &= column[k] == states.get(k);
        }
        return isState ? carry : inBody(column, depth);
    }

    /** Returns a column of the same operations, computed in the body. */
    private Node inBody(Node[] column, int depth) {
        LoopColumn here = find(column);
        if (here.inBody() != null) {
            return here.inBody();
        }
        Node first = column[0];
        if (depth > DEEPEST || first.inputs().isEmpty()) {
            throw new Unlike();
        }
        for (Node node : column) {
            boolean alike = Operations.isSame(node.op(), first.op())
                    && node.inputs().size() == first.inputs().size()
                    && node.shape().equals(first.shape());
            if (!alike) {
                throw new Unlike();
            }
        }
        computed.add(here);
        List<Node> inputs = new ArrayList<>();
        for (int i = 0; i < first.inputs().size(); i++) {
            Node[] operands = new Node[column.length];
            for (int k = 0; k < operands.length; k++) {
                operands[k] = column[k].input(i);
            }
            inputs.add(unified(operands, depth + 1));
        }
        Node result = Node.of(first.op(), inputs);
        result.noteOrigin(first.origin());
        here.computedBy(result);
        return result;
    }

    private LoopColumn find(Node[] column) {
        List<LoopColumn> candidates = known.computeIfAbsent(column[column.length - 1], absent -> new ArrayList<>());
        for (LoopColumn each : candidates) {
            if (Arrays.equals(each.nodes(), column)) {
                return each;
            }
        }
        LoopColumn found = new LoopColumn(column);
        candidates.add(found);
        return found;
    }

    /** Returns a carry that holds what an earlier step computed. */
    private Node earlier(Node[] column, int depth) {
        // The next value of a carry may need the carry itself, a step shorter: two values depend on each other.
        for (LoopColumn carried : furtherCarries) {
            if (carried.beginsWith(column)) {
                return Objects.requireNonNull(carried.inBody());
            }
        }
        if (column.length < 2 || depth > DEEPEST) {
            throw new Unlike();
        }
        LoopColumn here = new LoopColumn(column);
        furtherCarries.add(here);
        Node parameter = builder.carry(column[0]);
        carriedSize += parameter.size();
        here.computedBy(parameter);
        Node[] after = Arrays.copyOfRange(column, 1, column.length);
        pending.add(() -> builder.next(parameter, unified(after, depth + 1)));
        return parameter;
    }

    /** Returns the step's element of what no state leads to. */
    private Node sequence(Node[] column, int depth) {
        LoopColumn here = find(column);
        if (here.inBody() != null) {
            return here.inBody();
        }
        Node sequence = StepSequence.ofLeaves(column, steps);
        if (sequence == null && depth < DEEPEST) {
            try {
                return inBody(column, depth + 1);
            } catch (Unlike operations) {
                computed.remove(here);
            }
        }
        if (sequence == null) {
            sequence = StepSequence.ofParts(column, steps);
        }
        Node element = builder.element(sequence);
        here.computedBy(element);
        return element;
    }
}
