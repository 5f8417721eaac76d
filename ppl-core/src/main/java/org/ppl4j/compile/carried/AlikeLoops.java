package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.LoopInvariant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * Finds the loops of a graph that may be like one of them, such as those over the measurements of each subject: their states
 * are computed from the ones before along the same way.
 */
final class AlikeLoops {

    private final List<List<Node>> loops = new ArrayList<>();
    private final NodeMap<List<Node>> lastOf = new NodeMap<>();
    private final NodeMap<Integer> beginnings = new NodeMap<>();

    /** Leaves out last states that are uses of a state; null if all are states. */
    private final @Nullable StepWay uses;

    private AlikeLoops(@Nullable StepWay uses) {
        this.uses = uses;
    }

    /**
     * Finds loops. Of several states that are computed from one the first goes on from it, the others begin loops.
     *
     * @param way how a state is computed from the one before
     * @param order all nodes of the graph, each after its operands
     */
    static AlikeLoops of(StepWay way, List<Node> order) {
        AlikeLoops alike = new AlikeLoops(null);
        for (Node node : order) {
            Node before = way.before(node);
            if (before != null) {
                alike.add(before, node, true);
            }
        }
        return alike;
    }

    /**
     * Finds loops. Of several nodes that are computed from a state, as what it is multiplied by for the next one and where it is
     * used may be, that is a state from which most steps follow.
     *
     * @param way how a state is computed from the one before
     * @param order all nodes of the graph, each after its operands
     */
    static AlikeLoops withoutUses(StepWay way, List<Node> order) {
        List<Node> nodes = new ArrayList<>();
        List<Node> befores = new ArrayList<>();
        for (Node node : order) {
            Node before = way.before(node);
            if (before != null) {
                nodes.add(node);
                befores.add(before);
            }
        }
        NodeMap<Integer> lengths = new NodeMap<>();
        NodeMap<Node> next = new NodeMap<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int length = lengths.getOrDefault(nodes.get(i), 0) + 1;
            if (length >= lengths.getOrDefault(befores.get(i), 0)) {
                lengths.put(befores.get(i), length);
                next.put(befores.get(i), nodes.get(i));
            }
        }
        AlikeLoops alike = new AlikeLoops(way);
        for (int i = 0; i < nodes.size(); i++) {
            alike.add(befores.get(i), nodes.get(i), next.get(befores.get(i)) == nodes.get(i));
        }
        return alike;
    }

    /**
     * Returns the states of the loops that have a step, of each the first one being what it begins with.
     *
     * @param fromFirst whether a loop begins with what its first step is computed from, where that is only there, or with
     *     what the first step gives
     */
    List<List<Node>> states(boolean fromFirst) {
        List<List<Node>> found = new ArrayList<>();
        for (List<Node> states : loops) {
            boolean isOwn = fromFirst && beginnings.getOrDefault(states.get(0), 0) == 1;
            found.add(withoutUse(isOwn ? states : states.subList(1, states.size())));
        }
        return LoopStates.withSteps(found);
    }

    /**
     * Returns states without a last one that is computed with something else where all before are with one and the same: it is
     * no step then, but what uses the last state.
     */
    private List<Node> withoutUse(List<Node> states) {
        int last = states.size() - 1;
        StepWay way = uses;
        if (way == null || last < CarriedLoops.FEWEST) {
            return states;
        }
        List<Node> own = way.others(states.get(last));
        List<Node> before = way.others(states.get(last - 1));
        List<Node> first = way.others(states.get(last - 2));
        for (int i = 0; i < own.size(); i++) {
            if (LoopInvariant.isSame(before.get(i), first.get(i)) && !LoopInvariant.isSame(own.get(i), before.get(i))) {
                return states.subList(0, last);
            }
        }
        return states;
    }

    private void add(Node before, Node node, boolean goesOn) {
        List<Node> states = goesOn ? lastOf.get(before) : null;
        if (states == null || states.get(states.size() - 1) != before) {
            states = new ArrayList<>(List.of(before));
            loops.add(states);
            beginnings.put(before, beginnings.getOrDefault(before, 0) + 1);
        }
        states.add(node);
        lastOf.put(node, states);
    }
}
