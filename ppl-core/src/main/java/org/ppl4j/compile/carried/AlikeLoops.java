package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    private final StepWay way;

    private AlikeLoops(StepWay way) {
        this.way = way;
    }

    /**
     * Finds loops.
     *
     * @param way how a state is computed from the one before
     * @param order all nodes of the graph, each after its operands
     */
    static AlikeLoops of(StepWay way, List<Node> order) {
        AlikeLoops alike = new AlikeLoops(way);
        List<Node> nodes = new ArrayList<>();
        for (Node node : order) {
            if (way.before(node) != null) {
                nodes.add(node);
            }
        }
        // of several that are computed from a state, as what it is multiplied by and then used is, the one that goes on
        // furthest
        NodeMap<Integer> lengths = new NodeMap<>();
        NodeMap<Node> next = new NodeMap<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node before = Objects.requireNonNull(way.before(nodes.get(i)));
            int length = lengths.getOrDefault(nodes.get(i), 0) + 1;
            if (length >= lengths.getOrDefault(before, 0)) {
                lengths.put(before, length);
                next.put(before, nodes.get(i));
            }
        }
        for (Node node : nodes) {
            Node before = Objects.requireNonNull(way.before(node));
            alike.add(before, node, next.get(before) == node);
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
        if (last < CarriedLoops.FEWEST) {
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
        if (states == null) {
            states = new ArrayList<>(List.of(before));
            loops.add(states);
            beginnings.put(before, beginnings.getOrDefault(before, 0) + 1);
        }
        states.add(node);
        lastOf.put(node, states);
    }
}
