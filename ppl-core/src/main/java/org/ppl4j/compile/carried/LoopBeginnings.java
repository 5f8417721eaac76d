package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Operations;

/**
 * The first turns of loops whose states are {@link Landmarks}, which tells them by what they are computed from: where that is a
 * number or a parameter, as in the first turns, they look like others. These are found by the steps that come later: what is
 * computed as they are has a state before it.
 */
final class LoopBeginnings {

    /** So many turns are looked for before the first one known. */
    private static final int MOST_TURNS = 4;

    /** So many steps tell how a state is computed from the one before. */
    private static final int MOST_STEPS = 16;

    /** So many operations are compared, at most. */
    private static final int MOST_COMPARED = 200;

    private final LoopStates states;
    private final NodeMap<Boolean> dependent = new NodeMap<>();

    private LoopBeginnings(LoopStates states, List<Node> order) {
        this.states = states;
        for (int step = 0; step < states.count(); step++) {
            dependent.put(states.before(step), true);
            dependent.put(states.after().get(step), true);
        }
        for (Node node : order) {
            for (Node input : node.inputs()) {
                if (dependent.containsKey(input)) {
                    dependent.put(node, true);
                }
            }
        }
    }

    /**
     * Returns states with those before the first one of each loop; the same if there are none.
     *
     * @param states the states
     * @param order all nodes of the graph, each after its operands
     */
    static LoopStates withFirst(LoopStates states, List<Node> order) {
        return new LoopBeginnings(states, order).extended();
    }

    private LoopStates extended() {
        List<List<Node>> loops = new ArrayList<>();
        NodeMap<Integer> firsts = new NodeMap<>();
        for (int first = 0, end; first < states.count(); first = end) {
            end = states.endFrom(first);
            List<Node> loop = new ArrayList<>();
            for (Node at = before(states.before(first)); at != null && loop.size() < MOST_TURNS; at = before(at)) {
                loop.add(0, at);
            }
            loop.add(states.before(first));
            loop.addAll(states.after().subList(first, end));
            loops.add(loop);
            firsts.put(loop.get(0), firsts.getOrDefault(loop.get(0), 0) + 1);
        }
        boolean areMore = false;
        for (int i = 0; i < loops.size(); i++) {
            List<Node> loop = loops.get(i);
            // several loops that begin with one value have no state of their own there
            loop = firsts.getOrDefault(loop.get(0), 0) > 1 ? loop.subList(1, loop.size()) : loop;
            loops.set(i, loop);
            areMore |= !dependent.containsKey(loop.get(0));
        }
        return areMore ? LoopStates.ofLoops(loops) : states;
    }

    /** Returns what a node is computed from as a state is from the one before, or null. */
    private @Nullable Node before(Node node) {
        int middle = states.count() / 2;
        for (int step = middle; step < Math.min(states.count(), middle + MOST_STEPS); step++) {
            Comparison comparison = new Comparison(states.before(step));
            boolean isStep = comparison.areAlike(states.after().get(step), node);
            Node found = comparison.before;
            if (isStep && found != null && !dependent.containsKey(found)) {
                return found;
            }
        }
        return null;
    }

    /** Compares what a state is computed from with what another node is. */
    private final class Comparison {

        private final Node state;
        private @Nullable Node before;
        private int left = MOST_COMPARED;

        Comparison(Node state) {
            this.state = state;
        }

        boolean areAlike(Node known, Node node) {
            if (known == state) {
                before = before == null ? node : before;
                return before == node && node.shape().equals(known.shape());
            }
            if (!dependent.containsKey(known)) {
                return AddedTerms.areAlike(known, node);
            }
            boolean areAlike = left-- > 0
                    && Operations.isSame(known.op(), node.op())
                    && known.shape().equals(node.shape())
                    && known.inputs().size() == node.inputs().size();
            for (int i = 0; areAlike && i < known.inputs().size(); i++) {
                areAlike = areAlike(known.input(i), node.input(i));
            }
            return areAlike;
        }
    }
}
