package org.ppl4j.compile.carried;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Chooses of things, some of which gain one and others of which cost one, those that gain the most together, where a choice may require
 * others: a maximum closure, found as a minimum cut (J.-C. Picard, "Maximal closure of a graph and applications to combinatorial
 * problems", 1976) by shortest augmenting paths.
 */
final class MaximumClosure {

    private static final int UNLIMITED = 1 << 20;

    private final int source;
    private final int sink;
    private final List<int[]> arcs = new ArrayList<>();
    private final List<List<Integer>> arcsFrom = new ArrayList<>();

    /**
     * Creates a choice without gains and costs.
     *
     * @param count how many things there are
     */
    MaximumClosure(int count) {
        source = count;
        sink = count + 1;
        for (int i = 0; i < count + 2; i++) {
            arcsFrom.add(new ArrayList<>());
        }
    }

    void gains(int thing) {
        arc(source, thing, 1);
    }

    void costs(int thing) {
        arc(thing, sink, 1);
    }

    void forbid(int thing) {
        arc(thing, sink, UNLIMITED);
    }

    void requires(int thing, int other) {
        arc(thing, other, UNLIMITED);
    }

    private void arc(int from, int to, int capacity) {
        arcsFrom.get(from).add(arcs.size());
        arcs.add(new int[] {to, capacity});
        arcsFrom.get(to).add(arcs.size());
        arcs.add(new int[] {from, 0});
    }

    /** Returns what to choose: nothing if nothing gains more than it costs. */
    BitSet choice() {
        int[] reachedBy = reached();
        while (reachedBy[sink] >= 0) {
            for (int at = sink; at != source; ) {
                int arc = reachedBy[at];
                arcs.get(arc)[1]--;
                arcs.get(arc ^ 1)[1]++;
                at = arcs.get(arc ^ 1)[0];
            }
            reachedBy = reached();
        }
        BitSet choice = new BitSet();
        for (int thing = 0; thing < source; thing++) {
            choice.set(thing, reachedBy[thing] >= 0);
        }
        return choice;
    }

    /** Returns by which arc each is reached from the source, where there is room left; -1 for none. */
    private int[] reached() {
        int[] reachedBy = new int[sink + 1];
        Arrays.fill(reachedBy, -1);
        Deque<Integer> pending = new ArrayDeque<>(List.of(source));
        while (!pending.isEmpty()) {
            for (int arc : arcsFrom.get(pending.remove())) {
                int to = arcs.get(arc)[0];
                if (arcs.get(arc)[1] > 0 && reachedBy[to] < 0 && to != source) {
                    reachedBy[to] = arc;
                    pending.add(to);
                }
            }
        }
        return reachedBy;
    }
}
