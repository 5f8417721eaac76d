package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

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

    /** A column that is computed in the body. */
    private static final class Column {

        private final Node[] nodes;
        private @Nullable Node inBody;

        Column(Node[] nodes) {
            this.nodes = nodes;
        }
    }

    private final List<Node> states;
    private final List<Node> roots;
    private final List<Node> order;
    private final int steps;
    private final Map<Node, Integer> stepOf = new IdentityHashMap<>();
    private final Map<Node, List<Column>> known = new IdentityHashMap<>();
    private final List<Column> computed = new ArrayList<>();
    private final Map<Node, Boolean> inLoop = new IdentityHashMap<>();
    private final ScanBuilder builder = new ScanBuilder();
    private final List<Runnable> pending = new ArrayList<>();
    private final Node carry;
    private int carriedSize;
    private int carries = 1;

    private LoopUnification(List<Node> states, List<Node> roots, List<Node> order) {
        this.states = states;
        this.roots = roots;
        this.order = order;
        this.steps = states.size() - 1;
        this.carry = builder.carry(states.get(0));
        this.carriedSize = carry.size();
    }

    /**
     * Returns the steps between states as one, or null if they are not alike.
     *
     * @param states the states, each computed from the one before
     * @param order all nodes of the graph, each after its operands
     */
    static @Nullable LoopUnification of(List<Node> states, List<Node> roots, List<Node> order) {
        for (Node state : states) {
            if (!state.shape().equals(states.get(0).shape())) {
                return null;
            }
        }
        try {
            LoopUnification unification = new LoopUnification(states, roots, order);
            unification.unify();
            return unification.isSum() ? null : unification;
        } catch (Unlike steps) {
            return null;
        }
    }

    /** Returns how many numbers are carried from step to step. */
    int carriedSize() {
        return carriedSize;
    }

    private void unify() {
        for (int i = 0; i < states.size(); i++) {
            stepOf.put(states.get(i), i);
        }
        for (Node node : order) {
            int latest = -1;
            for (Node input : node.inputs()) {
                latest = Math.max(latest, stepOf.getOrDefault(input, -1));
            }
            if (latest >= 0) {
                stepOf.merge(node, latest, Math::max);
            }
        }
        Node[] after = states.subList(1, states.size()).toArray(Node[]::new);
        builder.next(carry, inBody(after, 0));
        while (!pending.isEmpty()) {
            pending.remove(pending.size() - 1).run();
        }
        for (Column column : computed) {
            for (Node node : column.nodes) {
                if (step(node) >= 0) {
                    inLoop.put(node, true);
                }
            }
        }
    }

    /** Whether terms are but added up, which is not a recurrence. */
    private boolean isSum() {
        Node next = Objects.requireNonNull(computed.get(0).inBody);
        boolean adds = carries == 1 && next.op() instanceof Add && (next.input(0) == carry) != (next.input(1) == carry);
        if (!adds) {
            return false;
        }
        Node term = next.input(next.input(0) == carry ? 1 : 0);
        if (Topology.sort(List.of(term)).contains(carry)) {
            return false;
        }
        Set<Node> used = usedOutside();
        return states.subList(1, steps).stream().noneMatch(used::contains);
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
        Column here = find(column);
        if (here.inBody != null) {
            return here.inBody;
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
        here.inBody = result;
        return result;
    }

    private Column find(Node[] column) {
        List<Column> candidates = known.computeIfAbsent(column[column.length - 1], absent -> new ArrayList<>());
        for (Column each : candidates) {
            if (Arrays.equals(each.nodes, column)) {
                return each;
            }
        }
        Column found = new Column(column);
        candidates.add(found);
        return found;
    }

    /** Returns a carry that holds what an earlier step computed. */
    private Node earlier(Node[] column, int depth) {
        Column here = find(column);
        if (here.inBody != null) {
            return here.inBody;
        }
        if (column.length < 2 || depth > DEEPEST) {
            throw new Unlike();
        }
        Node parameter = builder.carry(column[0]);
        carriedSize += parameter.size();
        carries++;
        here.inBody = parameter;
        Node[] after = Arrays.copyOfRange(column, 1, column.length);
        pending.add(() -> builder.next(parameter, unified(after, depth + 1)));
        return parameter;
    }

    /** Returns the step's element of what no state leads to. */
    private Node sequence(Node[] column, int depth) {
        Column here = find(column);
        if (here.inBody != null) {
            return here.inBody;
        }
        Node sequence = leaves(column);
        if (sequence == null && depth < DEEPEST) {
            try {
                return inBody(column, depth + 1);
            } catch (Unlike operations) {
                computed.remove(here);
            }
        }
        if (sequence == null) {
            sequence = Nodes.reshape(Node.of(new Concatenate(), padded(column)), atAllSteps(column[0].shape()));
        }
        Node element = builder.element(sequence);
        here.inBody = element;
        return element;
    }

    private Shape atAllSteps(Shape shape) {
        return Shape.of(steps).append(shape);
    }

    /** Returns a column with its last node repeated up to the number of steps: what it gives there is not used. */
    private List<Node> padded(Node[] column) {
        List<Node> nodes = new ArrayList<>(List.of(column));
        while (nodes.size() < steps) {
            nodes.add(column[column.length - 1]);
        }
        return nodes;
    }

    /** Returns different constants, or different parts of one tensor, as a sequence. */
    private @Nullable Node leaves(Node[] column) {
        Node first = column[0];
        boolean constants = true;
        boolean picks = first.op() instanceof Take;
        for (Node node : column) {
            constants &= node.op() instanceof Constant;
            picks = picks && node.op() instanceof Take && node.input(0) == first.input(0);
        }
        int size = first.size();
        List<Node> nodes = padded(column);
        if (constants) {
            double[] values = new double[steps * size];
            for (int k = 0; k < steps; k++) {
                double[] value = Objects.requireNonNull(nodes.get(k).cachedValue());
                System.arraycopy(value, 0, values, k * size, size);
            }
            return Constant.of(atAllSteps(first.shape()), values);
        }
        if (!picks) {
            return null;
        }
        int[] indices = new int[steps * size];
        for (int k = 0; k < steps; k++) {
            Indices picked = ((Take) nodes.get(k).op()).indices();
            for (int i = 0; i < size; i++) {
                indices[k * size + i] = picked.at(i);
            }
        }
        return Nodes.take(first.input(0), atAllSteps(first.shape()), Indices.of(indices));
    }

    /** Returns the nodes of the loop that are used outside of it. */
    private Set<Node> usedOutside() {
        Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node root : roots) {
            if (inLoop.containsKey(root)) {
                used.add(root);
            }
        }
        for (Node node : order) {
            if (!inLoop.containsKey(node)) {
                for (Node input : node.inputs()) {
                    if (inLoop.containsKey(input)) {
                        used.add(input);
                    }
                }
            }
        }
        return used;
    }

    /** Returns the graph with the loop replaced by a scan. */
    List<Node> replaced() {
        Set<Node> used = usedOutside();
        List<Node> loopNodes = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        int outputs = 0;
        for (Column column : computed) {
            boolean isUsed = false;
            for (int k = 0; k < column.nodes.length; k++) {
                Node node = column.nodes[k];
                if (used.remove(node)) {
                    isUsed = true;
                    loopNodes.add(node);
                    places.add(new int[] {outputs, k});
                }
            }
            if (isUsed) {
                builder.output(Objects.requireNonNull(column.inBody));
                outputs++;
            }
        }
        Node result = builder.build(steps, false);
        result.noteOrigin(states.get(1).origin());
        Scan scan = (Scan) result.op();
        List<Node> taken = new ArrayList<>();
        for (int i = 0; i < loopNodes.size(); i++) {
            Node node = loopNodes.get(i);
            int start = scan.offset(places.get(i)[0]) + places.get(i)[1] * node.size();
            Node row = Nodes.take(result, node.shape(), Indices.range(node.size(), start, 1));
            row.noteOrigin(node.origin());
            taken.add(row);
        }
        return Substitution.replace(roots, loopNodes, taken);
    }
}
