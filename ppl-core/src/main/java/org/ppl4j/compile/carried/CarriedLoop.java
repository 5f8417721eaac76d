package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/** A loop whose steps were found to be alike, in the graph that it is a part of. */
final class CarriedLoop {

    /** So few numbers may be left by each step whatever it computes. */
    private static final int FEW_NUMBERS = 32;

    /** So many times the numbers that states lead to without the loop may be computed with it. */
    private static final int LARGEST_SURPLUS = 8;

    /** One step in so many is many. */
    private static final int MANY = 8;

    private final LoopUnification steps;
    private final List<Node> roots;
    private final List<Node> order;
    private final NodeMap<Boolean> nodes;
    private final NodeMap<Boolean> usedOutside;

    /**
     * Creates a loop.
     *
     * @param steps its steps
     * @param roots the graph's roots
     * @param order all nodes of the graph, each after its operands
     */
    CarriedLoop(LoopUnification steps, List<Node> roots, List<Node> order) {
        this.steps = steps;
        this.roots = roots;
        this.order = order;
        this.nodes = steps.inLoop();
        NodeMap<Boolean> used = usedOutside(new NodeMap<>());
        NodeMap<Boolean> anew = steps.mayDiffer() ? computedAnew(used) : null;
        this.usedOutside = anew == null ? used : usedOutside(anew);
    }

    /**
     * Returns the nodes of the loop that are used outside of it.
     *
     * @param anew nodes that are computed outside, too
     */
    private NodeMap<Boolean> usedOutside(NodeMap<Boolean> anew) {
        NodeMap<Boolean> used = new NodeMap<>();
        for (Node root : roots) {
            if (nodes.containsKey(root)) {
                used.put(root, true);
            }
        }
        for (Node node : order) {
            if (!nodes.containsKey(node) || anew.containsKey(node)) {
                for (Node input : node.inputs()) {
                    if (nodes.containsKey(input) && !anew.containsKey(input)) {
                        used.put(input, true);
                    }
                }
            }
        }
        return used;
    }

    /**
     * Returns what is used outside, but computed in a few steps only, of what the loop puts out anyway: differences from data,
     * which are computed outside at the other steps. Null if there are none.
     *
     * @param used what is used outside
     */
    private @Nullable NodeMap<Boolean> computedAnew(NodeMap<Boolean> used) {
        NodeMap<Boolean> putOut = null;
        NodeMap<Boolean> anew = null;
        for (LoopColumn column : steps.computed()) {
            if (StepChoices.isWhole(column.nodes())
                    || !(StepChoices.lastOf(column.nodes()).op() instanceof Subtract)) {
                continue;
            }
            putOut = putOut == null ? putOut(used) : putOut;
            for (Node node : column.nodes()) {
                if (node != null && used.containsKey(node) && isFromData(node, putOut)) {
                    anew = anew == null ? new NodeMap<>() : anew;
                    anew.put(node, true);
                }
            }
        }
        return anew;
    }

    private static boolean isFromData(Node node, NodeMap<Boolean> putOut) {
        // at other steps there may be something else
        if (!(node.op() instanceof Subtract)) {
            return false;
        }
        Node left = node.input(0);
        Node right = node.input(1);
        return (left.op() instanceof Constant && putOut.containsKey(right))
                || (right.op() instanceof Constant && putOut.containsKey(left));
    }

    /** Returns what is computed at all steps, and used outside at many. */
    private NodeMap<Boolean> putOut(NodeMap<Boolean> used) {
        NodeMap<Boolean> putOut = new NodeMap<>();
        for (LoopColumn column : steps.computed()) {
            if (StepChoices.isWhole(column.nodes()) && MANY * count(column, used) > column.nodes().length) {
                for (Node node : column.nodes()) {
                    putOut.put(node, true);
                }
            }
        }
        return putOut;
    }

    /** Returns at which steps its values are better computed; null if it is as good as it is. */
    Retiming.@Nullable Retimed retimed() {
        return Retiming.of(steps);
    }

    /** Returns what it carries. */
    LoopStates states() {
        return steps.states();
    }

    /** Returns all that is computed in the body. */
    NodeMap<Boolean> nodes() {
        return nodes;
    }

    /** Returns how many numbers a step computes. */
    int size() {
        int size = 0;
        for (LoopColumn column : steps.computed()) {
            size += Objects.requireNonNull(column.inBody()).size();
        }
        return size;
    }

    /** Whether most of a loop's steps are computed in this one. */
    boolean contains(LoopStates other) {
        int count = 0;
        for (Node state : other.after()) {
            count += nodes.containsKey(state) ? 1 : 0;
        }
        return 4 * count > 3 * other.count();
    }

    /** Whether its steps may have a few forms. */
    boolean mayDiffer() {
        return steps.mayDiffer();
    }

    /** Whether it is several loops that go along. */
    boolean isOfSeveral() {
        return steps.isOfSeveral();
    }

    /** Returns how many times more the steps cost, each with the operations of all forms, than with their own: a guess. */
    double surplus() {
        return steps.surplus();
    }

    /** Returns how many numbers are carried from step to step. */
    int carriedSize() {
        return steps.carriedSize();
    }

    /** Returns how many numbers a step leaves: those that are carried, and those that are used outside. */
    int keptSize() {
        int size = carriedSize();
        for (LoopColumn column : steps.computed()) {
            boolean isState = column.nodes()[0] == states().after().get(0);
            size += !isState && isUsedOutside(column)
                    ? Objects.requireNonNull(column.inBody()).size()
                    : 0;
        }
        return size;
    }

    /**
     * Whether code without a loop takes less: steps that leave more numbers than they compute (rows of a table, each of which is
     * computed from all before; numbers that are handed on one by one), or that compute much which only a few steps need.
     * What depends on no state, and nothing else needs, is computed as often as before.
     */
    boolean costsMoreThanItSaves() {
        NodeMap<Boolean> inBody = new NodeMap<>();
        for (LoopColumn column : steps.computed()) {
            for (Node node : column.nodes()) {
                if (node != null) {
                    inBody.put(node, true);
                }
            }
        }
        NodeMap<Boolean> needed = new NodeMap<>();
        for (Node root : roots) {
            needed.put(root, true);
        }
        long ofStates = 0;
        long others = 0;
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            if (nodes.containsKey(node)) {
                ofStates += node.size();
            } else if (inBody.containsKey(node) && !needed.containsKey(node)) {
                others += node.size();
            } else {
                for (Node input : node.inputs()) {
                    needed.put(input, true);
                }
            }
        }
        long count = states().count();
        int kept = keptSize();
        return (kept > FEW_NUMBERS && kept * count > ofStates) || size() * count > LARGEST_SURPLUS * ofStates + others;
    }

    /** Returns what is used outside at every step, and may be carried instead of what is; nothing if that is used too. */
    List<List<Node>> otherStates() {
        List<List<Node>> others = new ArrayList<>();
        Node state = states().after().get(0);
        for (LoopColumn column : steps.computed()) {
            boolean isUsed = isUsedOutside(column);
            if (states().haveBeginnings() || (isUsed && column.nodes()[0] == state)) {
                return List.of();
            }
            if (isUsed
                    && StepChoices.isWhole(column.nodes())
                    && column.nodes()[0].shape().equals(state.shape())) {
                others.add(List.of(column.nodes()));
            }
        }
        return others;
    }

    /** Whether a column is used outside, and not only at one step: what the last one computes often is. */
    private boolean isUsedOutside(LoopColumn column) {
        return count(column, usedOutside) > 1;
    }

    private static int count(LoopColumn column, NodeMap<Boolean> used) {
        int count = 0;
        for (Node node : column.nodes()) {
            count += node != null && used.containsKey(node) ? 1 : 0;
        }
        return count;
    }

    /** Whether terms are but added up, which is not a recurrence. */
    boolean isSum() {
        Node carry = steps.onlyCarry();
        Node next = steps.next();
        if (carry == null || !(next.op() instanceof Add) || (next.input(0) == carry) == (next.input(1) == carry)) {
            return false;
        }
        Node term = next.input(next.input(0) == carry ? 1 : 0);
        if (Topology.sort(List.of(term)).contains(carry)) {
            return false;
        }
        List<Node> states = steps.states().after();
        return states.subList(0, states.size() - 1).stream().noneMatch(usedOutside::containsKey);
    }

    /** Returns the graph with the loop replaced by a scan. */
    List<Node> replaced() {
        NodeMap<Boolean> done = new NodeMap<>();
        List<Node> loopNodes = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        int outputs = 0;
        for (LoopColumn column : steps.computed()) {
            int before = loopNodes.size();
            for (int k = 0; k < column.nodes().length; k++) {
                Node node = column.nodes()[k];
                if (node != null && usedOutside.containsKey(node) && done.put(node, true)) {
                    loopNodes.add(node);
                    places.add(new int[] {outputs, k});
                }
            }
            if (loopNodes.size() > before) {
                steps.builder().output(Objects.requireNonNull(column.inBody()));
                outputs++;
            }
        }
        Node result = steps.builder().build(steps.states().count(), false);
        result.noteOrigin(steps.states().after().get(0).origin());
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
