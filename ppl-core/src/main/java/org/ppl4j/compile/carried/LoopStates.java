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

    /**
     * Returns the loops that have a step. Those of a single step are left out if most are: they are other statements, which look
     * like a step.
     *
     * @param loops the states of each, the first one being what it begins with
     */
    static List<List<Node>> withSteps(List<List<Node>> loops) {
        List<List<Node>> found = new ArrayList<>();
        List<List<Node>> longer = new ArrayList<>();
        for (List<Node> states : loops) {
            if (states.size() > 1) {
                found.add(states);
            }
            if (states.size() > 2) {
                longer.add(states);
            }
        }
        return found.size() > 2 * longer.size() ? longer : found;
    }

    /** Returns some of the steps. */
    LoopStates part(int from, int to) {
        LoopStates part = new LoopStates();
        part.before.addAll(before.subList(from, to));
        part.after.addAll(after.subList(from, to));
        part.begins.or(begins.get(from, to));
        part.begins.clear(0);
        return part;
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

    /** Returns how many steps the longest loop has. */
    int longestCount() {
        int longest = 0;
        for (int first = 0, end; first < count(); first = end) {
            end = endFrom(first);
            longest = Math.max(longest, end - first);
        }
        return longest;
    }

    /** Returns how many loops there are. */
    int loopCount() {
        return begins.cardinality() + 1;
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
