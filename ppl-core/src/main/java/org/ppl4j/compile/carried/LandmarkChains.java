package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/** Nodes of a graph that may be states: in one chain, each computed from the one before, or in several, one for each series. */
final class LandmarkChains {

    /** What a node depends on if it is on the nodes of several chains: no place at the end of one. */
    private static final Place SEVERAL = new Place(List.of(), -1);

    private final NodeMap<Boolean> nodes = new NodeMap<>();
    private final List<Node> order;
    private final NodeMap<Place> latest = new NodeMap<>();

    /** The last node of a chain that a node depends on, by the number of those up to it. */
    private record Place(List<Node> chain, int length) {}

    /**
     * Takes nodes.
     *
     * @param nodes the nodes
     * @param order all nodes of the graph, each after its operands
     */
    LandmarkChains(List<Node> nodes, List<Node> order) {
        for (Node node : nodes) {
            this.nodes.put(node, true);
        }
        this.order = order;
    }

    /**
     * Returns the nodes as states; null if they are no chains, because one depends on several, or not on the latest of its chain,
     * or if most of them are in none.
     */
    @Nullable
    LoopStates states() {
        List<List<Node>> chains = new ArrayList<>();
        int count = 0;
        for (Node node : order) {
            Place place = latest(node);
            if (nodes.containsKey(node)) {
                count++;
                if (place == null) {
                    place = new Place(new ArrayList<>(), 0);
                    chains.add(place.chain);
                }
                if (place.length < place.chain.size()) {
                    return null;
                }
                place.chain.add(node);
                place = new Place(place.chain, place.chain.size());
            }
            if (place != null) {
                latest.put(node, place);
            }
        }
        LoopStates states = LoopStates.ofLoops(LoopStates.withSteps(chains));
        boolean areFew = states.haveBeginnings()
                && (states.loopCount() < LoopSearch.FEWEST_LOOPS || states.count() < 2 * CarriedLoops.FEWEST);
        return areFew || 2 * states.count() < count ? null : states;
    }

    private @Nullable Place latest(Node node) {
        Place found = null;
        for (Node input : node.inputs()) {
            Place place = latest.get(input);
            if (found == null || place == null) {
                found = found == null ? place : found;
            } else if (found.chain != place.chain) {
                return SEVERAL;
            } else if (found.length < place.length) {
                found = place;
            }
        }
        return found;
    }
}
