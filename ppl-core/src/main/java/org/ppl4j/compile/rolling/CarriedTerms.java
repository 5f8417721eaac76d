package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/** Tells terms of a sum that carry on what the ones before them have computed: the steps of a loop. */
final class CarriedTerms {

    /** So many terms ago at most, something was computed that is carried on: steps may have a few terms. */
    private static final int NEAR = 4;

    private final NodeMap<Place> places = new NodeMap<>();
    private int count;

    /** The term that a node was first met in, and how many steps of a loop lead to it, each to the next. */
    private record Place(int term, int steps) {}

    /**
     * Adds a term.
     *
     * @return how many steps lead to it, each to the next: zero if nothing is carried on to it
     */
    int add(Node root) {
        int term = count++;
        Place last = new Place(term, 0);
        List<Node> pending = new ArrayList<>(List.of(root));
        while (!pending.isEmpty()) {
            Node node = pending.get(pending.size() - 1);
            if (!isComputed(node) || places.containsKey(node)) {
                pending.remove(pending.size() - 1);
                continue;
            }
            int before = pending.size();
            for (Node input : node.inputs()) {
                if (isComputed(input) && !places.containsKey(input)) {
                    pending.add(input);
                }
            }
            if (pending.size() == before) {
                pending.remove(before - 1);
                int steps = steps(node, term);
                last = last.steps == steps ? last : new Place(term, steps);
                places.put(node, last);
            }
        }
        return steps(places.get(root), term);
    }

    private int steps(Node node, int term) {
        int steps = 0;
        for (Node input : node.inputs()) {
            steps = Math.max(steps, steps(places.get(input), term));
        }
        return steps;
    }

    /** Returns how many steps lead to what is computed from a node. */
    private static int steps(@Nullable Place place, int term) {
        if (place == null || place.term < term - NEAR) {
            return 0;
        }
        return place.term == term ? place.steps : place.steps + 1;
    }

    private static boolean isComputed(Node node) {
        boolean isLeaf = LeafColumn.isLeaf(node) && !PickColumn.isFollowed(node, Followed.WITHOUT_LOOPS);
        return !node.inputs().isEmpty() && !isLeaf;
    }
}
