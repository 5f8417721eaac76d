package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** Nodes of a graph that may be states: in one chain, each computed from the one before, or in several, one for each series. */
final class LandmarkChains {

    /** What a node depends on: on the nodes of no chain, or on those of several. */
    private static final int NONE = -1;

    private static final int SEVERAL = -2;

    /** The places of the nodes. */
    private final BitSet places = new BitSet();

    private final PlacedNodes placed;

    /** The number of the chain that the node at a place depends on. */
    private final int[] chainOf;

    /** How many nodes the chain has up to the last that the node at a place depends on. */
    private final int[] lengthOf;

    /**
     * Takes nodes.
     *
     * @param nodes the nodes
     * @param placed all nodes of the graph
     */
    LandmarkChains(List<Node> nodes, PlacedNodes placed) {
        for (Node node : nodes) {
            places.set(placed.of(node));
        }
        this.placed = placed;
        this.chainOf = new int[placed.count()];
        this.lengthOf = new int[placed.count()];
    }

    /**
     * Returns the nodes as states; null if they are no chains, because one depends on several, or not on the latest of its chain,
     * or if most of them are in none.
     */
    @Nullable
    LoopStates states() {
        List<List<Node>> chains = new ArrayList<>();
        int next = 0;
        for (int own = places.nextSetBit(0); own >= 0; own = places.nextSetBit(own + 1)) {
            follow(next, own + 1);
            int chain = chainOf[own];
            if (chain == NONE) {
                chain = chains.size();
                chains.add(new ArrayList<>());
            }
            if (chain == SEVERAL || lengthOf[own] < chains.get(chain).size()) {
                return null;
            }
            chains.get(chain).add(placed.order().get(own));
            chainOf[own] = chain;
            lengthOf[own] = chains.get(chain).size();
            next = own + 1;
        }
        LoopStates states = LoopStates.ofLoops(LoopStates.withSteps(chains));
        boolean areFew = states.haveBeginnings()
                && (states.loopCount() < LoopSearch.FEWEST_LOOPS || states.count() < 2 * CarriedLoops.FEWEST);
        return areFew || 2 * states.count() < places.cardinality() ? null : states;
    }

    /** Notes what the nodes at some places depend on, that no chain has. */
    private void follow(int from, int to) {
        for (int place = from; place < to; place++) {
            int chain = NONE;
            int length = 0;
            for (int k = placed.firstOperand(place); k < placed.endOfOperands(place); k++) {
                int operand = placed.operand(k);
                if (chain == NONE) {
                    chain = chainOf[operand];
                    length = lengthOf[operand];
                } else if (chainOf[operand] == chain) {
                    length = Math.max(length, lengthOf[operand]);
                } else if (chainOf[operand] != NONE) {
                    chain = SEVERAL;
                }
            }
            chainOf[place] = chain;
            lengthOf[place] = length;
        }
    }
}
