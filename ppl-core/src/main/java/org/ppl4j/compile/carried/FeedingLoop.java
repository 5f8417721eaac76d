package org.ppl4j.compile.carried;

import java.util.Arrays;
import java.util.List;
import org.ppl4j.graph.Node;

/** A loop whose values flow into another one's, step by step: both may be one recurrence. */
final class FeedingLoop {

    private final LoopStates states;

    private final PlacedNodes nodes;

    /** For each place of a node, how many steps it takes to compute the latest state that it depends on, or is. */
    private final int[] latest;

    /**
     * Notes what a loop's values flow into.
     *
     * @param states its states
     * @param nodes all nodes of the graph
     */
    FeedingLoop(LoopStates states, PlacedNodes nodes) {
        this.states = states;
        this.nodes = nodes;
        this.latest = new int[nodes.count()];
        for (int step = 0; step < states.count(); step++) {
            latest[nodes.of(states.after().get(step))] = step + 1;
        }
        for (int place = 0; place < latest.length; place++) {
            int found = latest[place];
            for (int k = nodes.firstOperand(place); k < nodes.endOfOperands(place); k++) {
                found = Math.max(found, latest[nodes.operand(k)]);
            }
            latest[place] = found;
        }
    }

    LoopStates states() {
        return states;
    }

    /** Returns the last step that a node depends on, -1 for none. */
    private int latest(Node node) {
        return latest[nodes.of(node)] - 1;
    }

    /** Whether one node after the other, along a path, depends on more steps: of one loop if there are several, one a series. */
    boolean flowsAlong(List<Node> path) {
        int changes = 0;
        int last = -1;
        for (Node node : path) {
            int found = latest(node);
            changes += found > last ? 1 : 0;
            last = Math.max(found, last);
        }
        int longest = states.longestCount();
        return changes >= Math.min(CarriedLoops.FEWEST, longest - 1) && 4 * changes >= longest;
    }

    /**
     * Returns for each step of the loop that is flown into the step of this one that goes along with it, which begins with the
     * latest state that is needed; -1 where there is none.
     *
     * @param fed the other loop's states
     */
    int[] stepsOf(LoopStates fed) {
        int[] found = new int[fed.count()];
        Arrays.fill(found, -1);
        int used = -1;
        for (int first = 0, end; first < found.length; first = end) {
            end = fed.endFrom(first);
            int shift = Integer.MAX_VALUE;
            int last = used;
            for (int step = first; step < end; step++) {
                int needed = latest(fed.after().get(step));
                if (needed > used) {
                    shift = Math.min(shift, step - needed - 1);
                    last = Math.max(last, needed);
                }
            }
            if (last > used) {
                int begin = states.beginningBefore(last);
                used = states.endFrom(last) - 1;
                for (int step = first; step < end; step++) {
                    int own = step - shift;
                    found[step] = own >= begin && own <= used ? own : -1;
                }
            }
        }
        return found;
    }
}
