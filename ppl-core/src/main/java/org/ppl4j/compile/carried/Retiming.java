package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * Chooses at which step of a loop each value is computed, so that little is carried. Told by what it depends on, each is computed as early as
 * the state allows: of compartments that flow into one another each would be a turn ahead of the next, and carried along until that
 * comes to it.
 *
 * <p>The least is found by moving values, with all that has to move along, a step on as long as that leaves less to carry: after
 * C. E. Leiserson, J. B. Saxe, "Retiming synchronous circuitry", 1991, section 8.
 */
final class Retiming {

    /** Steps of more operations are left as they are. */
    private static final int MOST_COLUMNS = 300;

    /** Values move by no more steps: as many of the loop are left out at its beginning. */
    private static final int MOST_STEPS = 8;

    /** What leaves less out is not worth the steps that are left out. */
    private static final int FEWEST_SAVED = 2;

    /** What is used more steps later is not looked for. */
    private static final int FURTHEST = 64;

    private final List<LoopColumn> columns = new ArrayList<>();
    private final NodeMap<int[]> places = new NodeMap<>();

    /** Which column an operand is in, which column it is an operand of, and how many steps before. */
    private final List<int[]> uses = new ArrayList<>();

    private int[] moved = {};

    private Retiming() {}

    /**
     * Returns at which step nodes of a loop are to be computed; null if that leaves hardly less to carry.
     *
     * @param loop the loop, its values computed as early as they can be
     */
    static @Nullable Retimed of(LoopUnification loop) {
        Retiming retiming = new Retiming();
        retiming.read(loop);
        return retiming.columns.size() <= MOST_COLUMNS && retiming.move() ? retiming.retimed() : null;
    }

    /**
     * When nodes are computed.
     *
     * @param stepOf the steps of nodes, counted from the first that is not left out; negative ones are before the loop
     * @param first how many steps of the loop are left out at its beginning
     */
    record Retimed(NodeMap<Integer> stepOf, int first) {}

    private void read(LoopUnification loop) {
        int middle = loop.states().count() / 2;
        for (LoopColumn column : loop.computed()) {
            Node[] nodes = column.nodes();
            boolean isState = columns.isEmpty();
            if (nodes.length <= middle
                    || places.containsKey(nodes[middle])
                    || loop.step(nodes[middle]) != (isState ? middle + 1 : middle)) {
                continue;
            }
            for (int k = Math.max(0, middle - FURTHEST); k <= middle; k++) {
                places.put(nodes[k], new int[] {columns.size(), k});
            }
            columns.add(column);
        }
        moved = new int[columns.size()];
        for (int column = 0; column < columns.size(); column++) {
            for (Node input : columns.get(column).nodes()[middle].inputs()) {
                int[] place = places.get(input);
                if (place != null) {
                    uses.add(new int[] {place[0], column, middle - place[1]});
                }
            }
        }
    }

    private int later(int[] use) {
        return use[2] + moved[use[1]] - moved[use[0]];
    }

    /** Returns for how many steps each column is carried. */
    private int[] carried() {
        int[] carried = new int[columns.size()];
        for (int[] use : uses) {
            carried[use[0]] = Math.max(carried[use[0]], later(use));
        }
        return carried;
    }

    /** Moves columns a step on as long as that leaves less to carry; returns whether it leaves much less. */
    private boolean move() {
        int before = Arrays.stream(carried()).sum();
        for (BitSet moving = better(); !moving.isEmpty(); moving = better()) {
            moving.stream().forEach(column -> moved[column]++);
        }
        return before - Arrays.stream(carried()).sum() >= FEWEST_SAVED;
    }

    /**
     * Returns the columns that leave the least to carry if they move a step on: each is carried for a step less then, and for a step more
     * if one moves that uses it last.
     */
    private BitSet better() {
        int[] carried = carried();
        int count = columns.size();
        MaximumClosure closure = new MaximumClosure(2 * count);
        for (int column = 0; column < count; column++) {
            // the first one is the state
            if (column == 0 || moved[column] == MOST_STEPS) {
                closure.forbid(column);
            }
        }
        BitSet used = new BitSet();
        for (int[] use : uses) {
            used.set(use[0]);
            if (later(use) == carried[use[0]]) {
                closure.requires(use[1], count + use[0]);
            }
            if (later(use) == 0) {
                closure.requires(use[0], use[1]);
            }
        }
        used.stream().forEach(column -> {
            closure.gains(column);
            closure.costs(count + column);
        });
        BitSet choice = closure.choice();
        choice.clear(count, 2 * count);
        return choice;
    }

    private Retimed retimed() {
        int first = Arrays.stream(moved).max().orElse(0);
        NodeMap<Integer> stepOf = new NodeMap<>();
        for (int column = 0; column < moved.length; column++) {
            Node[] nodes = columns.get(column).nodes();
            for (int k = 0; k < nodes.length; k++) {
                // a state is counted as that before the next step
                stepOf.put(nodes[k], k + moved[column] - first + (column == 0 ? 1 : 0));
            }
        }
        return new Retimed(stepOf, first);
    }
}
