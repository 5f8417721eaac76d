package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/**
 * A few loops that are alike, and as long, such as one for each of a few channels: one recurrence, a step of which is a step of
 * each. One after the other they would be a recurrence of all their steps, each of which waits for the one before, where steps
 * of different loops do not wait for each other.
 */
final class SideBySideLoops {

    /** So many numbers may be computed by a step of all of them, each of which has code of its own. */
    private static final int MOST_NUMBERS = 64;

    private final List<List<Node>> fromFirst;
    private final List<List<Node>> fromSecond;
    private final int size;
    private final LoopAttempts attempts;

    /**
     * Takes loops.
     *
     * @param loops the loops, null if there are none
     * @param size how many numbers a step of one computes
     * @param attempts attempts to make one loop of some
     */
    SideBySideLoops(@Nullable AlikeLoops loops, int size, LoopAttempts attempts) {
        this.fromFirst = loops == null ? List.of() : loops.states(true);
        this.fromSecond = loops == null ? List.of() : loops.states(false);
        this.size = size;
        this.attempts = attempts;
    }

    /** Whether a step of all of them is not much code, and there are enough of them to be joined. */
    boolean areFew() {
        int count = fromSecond.size();
        return count >= LoopSearch.FEWEST_LOOPS && count * size <= MOST_NUMBERS;
    }

    /** Returns the loops as one, null if they are many, or not all as long, or not alike. */
    @Nullable
    CarriedLoop joined() {
        // what a loop's last value is used in may look like one more step
        for (int left = 0; areFew() && left <= 1; left++) {
            for (List<List<Node>> loops : List.of(fromFirst, fromSecond)) {
                JointStates states = states(loops, left);
                CarriedLoop found = states == null ? null : attempts.loop(states, false);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable JointStates states(List<List<Node>> loops, int leftOut) {
        List<LoopStates> joint = new ArrayList<>();
        int length = 0;
        for (List<Node> states : loops) {
            length = joint.isEmpty() ? states.size() : length;
            if (states.size() != length || length - leftOut <= CarriedLoops.FEWEST) {
                return null;
            }
            joint.add(LoopStates.of(states.subList(0, length - leftOut)));
        }
        return new JointStates(joint);
    }
}
