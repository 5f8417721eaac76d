package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/**
 * The states of a loop, and of others that go along with it step by step, as a variance does with the mean that it is needed
 * for.
 *
 * @param all the states of each, those of the loop itself first; as many steps of one as of another
 */
record JointStates(List<LoopStates> all) {

    /**
     * Returns the states of a loop with those of others, at the steps that all of them have; null if these are few.
     *
     * @param own the loop's states
     * @param feeding loops whose values flow into it
     */
    static @Nullable JointStates of(LoopStates own, List<FeedingLoop> feeding) {
        if (feeding.isEmpty()) {
            return new JointStates(List.of(own));
        }
        List<int[]> others = new ArrayList<>();
        for (FeedingLoop each : feeding) {
            others.add(each.stepsOf(own));
        }
        List<List<List<Node>>> all = new ArrayList<>();
        for (int i = 0; i <= others.size(); i++) {
            all.add(new ArrayList<>());
        }
        int last = -2;
        for (int step = 0; step < own.count(); step++) {
            boolean isThere = true;
            for (int[] each : others) {
                isThere &= each[step] >= 0;
            }
            if (!isThere) {
                continue;
            }
            boolean begins = last < step - 1 || own.begins(step);
            last = step;
            for (int i = 0; i < all.size(); i++) {
                LoopStates states = i == 0 ? own : feeding.get(i - 1).states();
                int at = i == 0 ? step : others.get(i - 1)[step];
                if (begins) {
                    all.get(i).add(new ArrayList<>(List.of(states.before(at))));
                }
                all.get(i).get(all.get(i).size() - 1).add(states.after().get(at));
            }
        }
        JointStates joint =
                new JointStates(all.stream().map(LoopStates::ofLoops).toList());
        return 2 * joint.own().count() < own.count() ? null : joint;
    }

    /** Returns the states of the loop itself. */
    LoopStates own() {
        return all.get(0);
    }

    /** Returns which of the states that a step is computed from a node is, -1 for none. */
    int number(Node node, int step) {
        int number = all.size() - 1;
        while (number >= 0 && all.get(number).before(step) != node) {
            number--;
        }
        return number;
    }
}
