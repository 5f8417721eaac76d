package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * What a loop carries, a step each: the state that a step is computed from, and the next one that it gives. A step begins
 * anew if what it is computed from is not what the step before gave: then two loops are one after the other.
 */
final class LoopStates {

    private final List<Node> before = new ArrayList<>();
    private final List<Node> after = new ArrayList<>();
    private final BitSet begins = new BitSet();

    private LoopStates() {}

    /** Returns the states of one loop, each computed from the one before. */
    static LoopStates of(List<Node> states) {
        return ofLoops(List.of(states));
    }

    /** Returns the states of loops, one loop after the other; the first of each is there before it. */
    static LoopStates ofLoops(List<List<Node>> loops) {
        LoopStates all = new LoopStates();
        for (List<Node> states : loops) {
            all.begins.set(all.after.size());
            all.before.addAll(states.subList(0, states.size() - 1));
            all.after.addAll(states.subList(1, states.size()));
        }
        all.begins.clear(0);
        return all;
    }

    /** Returns how many steps there are. */
    int count() {
        return after.size();
    }

    /** Returns the state that a step is computed from. */
    Node before(int step) {
        return before.get(step);
    }

    /** Returns the states that the steps give. */
    List<Node> after() {
        return after;
    }

    /** Whether a step but the first begins anew. */
    boolean begins(int step) {
        return begins.get(step);
    }

    /** Returns the step at which the loop that a step belongs to begins. */
    int beginningBefore(int step) {
        return Math.max(0, begins.previousSetBit(step));
    }

    /** Returns the next step that belongs to another loop. */
    int endFrom(int step) {
        int next = begins.nextSetBit(step + 1);
        return next < 0 ? count() : next;
    }

    /** Whether some steps but the first begin anew. */
    boolean haveBeginnings() {
        return !begins.isEmpty();
    }

    /** Returns what is there before the steps that begin anew, but for the first, at their places; null at the others. */
    Node[] beginnings() {
        Node[] column = new Node[count()];
        begins.stream().forEach(step -> column[step] = before.get(step));
        return column;
    }

    /**
     * Notes at each state how many steps it takes to compute it, those of loops before it included.
     *
     * @param stepOf receives the numbers
     */
    void number(NodeMap<Integer> stepOf) {
        for (int step = 0; step < count(); step++) {
            stepOf.put(before.get(step), step);
            stepOf.put(after.get(step), step + 1);
        }
    }
}
