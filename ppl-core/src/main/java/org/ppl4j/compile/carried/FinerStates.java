package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final int steps;

    /** The ways that were found, with how often a state comes back along them. */
    private final Map<StepWay, Integer> ways = new LinkedHashMap<>();

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
        List<StepWay> ways = new ArrayList<>(finer.ways.keySet());
        ways.sort(Comparator.comparingInt(finer.ways::get));
        List<List<Node>> found = new ArrayList<>();
        for (StepWay way : ways.subList(0, Math.min(MOST_WAYS, ways.size()))) {
            List<Node> longest = List.of();
            for (List<Node> each : AlikeLoops.of(way, order).states(true)) {
                longest = each.size() > longest.size() ? each : longest;
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
                ways.putIfAbsent(way, turns);
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
