package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;

/** Attempts to make one loop of some states, along with loops whose values flow into it; so many for a graph. */
final class LoopAttempts {

    /** How many nodes to look at, in all attempts to find a loop, so that a graph without one is not held up. */
    private static final int MOST_VISITS = 2_000_000;

    private final List<Node> roots;
    private final List<Node> order;
    private final UnrolledSums sums;

    /** Null as long as nobody has asked, as most graphs have no loops. */
    private @Nullable PlacedNodes placed;

    private final List<FeedingLoop> feeding = new ArrayList<>();
    private int left;

    /**
     * Begins without attempts.
     *
     * @param roots the graph's roots
     * @param order all its nodes, each after its operands
     * @param sums its sums
     */
    LoopAttempts(List<Node> roots, List<Node> order, UnrolledSums sums) {
        this.roots = roots;
        this.order = order;
        this.sums = sums;
        this.left = Math.max(8, MOST_VISITS / order.size());
    }

    /** Returns the nodes of the graph, each after its operands. */
    List<Node> order() {
        return order;
    }

    /** Returns the same by their places. */
    PlacedNodes placed() {
        PlacedNodes known = placed;
        if (known == null) {
            known = new PlacedNodes(order);
            placed = known;
        }
        return known;
    }

    /** Returns how often each of them is an operand or a root. */
    NodeMap<Integer> uses() {
        return Topology.uses(roots, order);
    }

    /** Returns the loops whose values flow into what is looked for; may be changed. */
    List<FeedingLoop> feeding() {
        return feeding;
    }

    /** Whether there may be further attempts. */
    boolean areLeft() {
        return left > 0;
    }

    /**
     * Returns the loop with some states, null if there is none, or if there were too many attempts.
     *
     * @param states the states
     * @param mayDiffer whether its steps may have a few forms
     */
    @Nullable
    CarriedLoop loop(LoopStates states, boolean mayDiffer) {
        return loop(JointStates.of(states, feeding), mayDiffer);
    }

    /**
     * Returns the loop with some states, null if there is none, or if there were too many attempts.
     *
     * @param states the states of loops that go along
     * @param mayDiffer whether its steps may have a few forms
     */
    @Nullable
    CarriedLoop loop(@Nullable JointStates states, boolean mayDiffer) {
        if (left-- <= 0) {
            return null;
        }
        LoopUnification steps = steps(states, mayDiffer, null);
        CarriedLoop loop = steps == null ? null : new CarriedLoop(steps, roots, order);
        return loop == null || loop.isSum() || loop.costsMoreThanItSaves() ? null : loop;
    }

    /** Returns a loop with its values computed at other steps if it carries less then, else the same. */
    CarriedLoop retimed(CarriedLoop loop) {
        Retiming.Retimed retimed =
                feeding.isEmpty() && !loop.mayDiffer() && !loop.states().haveBeginnings() ? loop.retimed() : null;
        if (retimed == null) {
            return loop;
        }
        int count = loop.states().count();
        // where values are computed later some of the last ones may not be there
        for (int less = 0; less <= retimed.first() && left-- > 0; less++) {
            LoopStates part = loop.states().part(retimed.first(), count - less);
            LoopUnification steps = steps(JointStates.of(part, feeding), false, retimed.stepOf());
            CarriedLoop other = steps == null ? null : new CarriedLoop(steps, roots, order);
            if (other != null) {
                return other.carriedSize() < loop.carriedSize() ? other : loop;
            }
        }
        return loop;
    }

    /** Returns the steps between some states as one, or null if they are not alike; does not count as an attempt. */
    @Nullable
    LoopUnification steps(LoopStates own, boolean mayDiffer) {
        return steps(JointStates.of(own, feeding), mayDiffer, null);
    }

    private @Nullable LoopUnification steps(
            @Nullable JointStates joint, boolean mayDiffer, @Nullable NodeMap<Integer> given) {
        if (joint == null) {
            return null;
        }
        // what is computed at given steps may come before the states
        int first = given == null ? order.size() : 0;
        int last = 0;
        for (LoopStates states : joint.all()) {
            for (int step = 0; step < states.count(); step++) {
                first = Math.min(first, placed().of(states.before(step)));
                last = Math.max(last, placed().of(states.after().get(step)));
            }
        }
        // All that a state is computed from, and none of the first ones is, is there.
        return LoopUnification.of(joint, order.subList(first, last + 1), sums, mayDiffer, given);
    }
}
