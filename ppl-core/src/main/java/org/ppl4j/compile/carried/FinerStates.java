package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ppl4j.graph.Node;

/**
 * Finds the states of a loop of which a path has every second one, or third: along the path what one state gives comes back to it a turn
 * or two later by way of others, as those who are infected make others ill who infect in their turn.
 */
final class FinerStates {

    /** So many operations lead at most from a state to itself a turn later. */
    private static final int MOST_HOPS = 4;

    /** So many ways are followed to states. */
    private static final int MOST_WAYS = 6;

    /** A way that was found, and how often a state comes back along it. */
    private record Found(StepWay way, int turns) {}

    private final int steps;
    private final List<Found> ways = new ArrayList<>();

    private FinerStates(int steps) {
        this.steps = steps;
    }

    /**
     * Returns states with several turns in the place of each of a loop's, each computed from the one before: what may be.
     *
     * @param loop the loop
     * @param path the path that it was found on
     * @param order all nodes of the graph, each after its operands
     */
    static List<List<Node>> of(CarriedLoop loop, LoopPath path, List<Node> order) {
        LoopStates states = loop.states();
        int middle = states.count() / 2;
        FinerStates finer = new FinerStates(middle);
        for (Node node : path.between(states.before(middle), states.after().get(middle))) {
            finer.follow(node, new ArrayList<>(List.of(node)));
        }
        if (finer.ways.isEmpty()) {
            return List.of();
        }
        finer.ways.sort(Comparator.comparingInt(Found::turns));
        List<List<Node>> found = new ArrayList<>();
        for (Found each : finer.ways.subList(0, Math.min(MOST_WAYS, finer.ways.size()))) {
            List<Node> longest = List.of();
            for (List<Node> other : AlikeLoops.of(each.way, order).states(true)) {
                longest = other.size() > longest.size() ? other : longest;
            }
            found.add(longest);
        }
        return found;
    }

    /** Follows ways from a node back to one like it that comes more often before it than a step of the loop does. */
    private void follow(Node last, List<Node> nodes) {
        Node first = nodes.get(0);
        if (first != last && first.op().equals(last.op()) && first.shape().equals(last.shape())) {
            StepWay way = StepWay.exactly(nodes);
            int turns = 0;
            for (Node before = way.before(last); before != null; before = way.before(before)) {
                turns++;
            }
            if (2 * turns > 3 * steps) {
                ways.add(new Found(way, turns));
            }
        }
        if (nodes.size() <= MOST_HOPS) {
            for (Node input : first.inputs()) {
                nodes.add(0, input);
                follow(last, nodes);
                nodes.remove(0);
            }
        }
    }
}
