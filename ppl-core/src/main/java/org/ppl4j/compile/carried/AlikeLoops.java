package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
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

    private AlikeLoops() {}

    /**
     * Finds loops.
     *
     * @param way how a state is computed from the one before
     * @param order all nodes of the graph, each after its operands
     */
    static AlikeLoops of(StepWay way, List<Node> order) {
        AlikeLoops alike = new AlikeLoops();
        for (Node node : order) {
            Node before = way.before(node);
            if (before != null) {
                alike.add(before, node);
            }
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
            found.add(isOwn ? states : states.subList(1, states.size()));
        }
        return LoopStates.withSteps(found);
    }

    private void add(Node before, Node node) {
        List<Node> states = lastOf.get(before);
        if (states == null || states.get(states.size() - 1) != before) {
            states = new ArrayList<>(List.of(before));
            loops.add(states);
            beginnings.put(before, beginnings.getOrDefault(before, 0) + 1);
        }
        states.add(node);
        lastOf.put(node, states);
    }
}
