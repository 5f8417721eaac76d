package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.UnrolledSums;

/** Finds loops whose steps have a few forms: their states are among the {@link Landmarks} of a path, or of the graph. */
final class MixedLoops {

    private static final int FEWEST = CarriedLoops.FEWEST;

    /** So many states are looked at before all are. */
    private static final int LONG_WINDOW = 400;

    /** How many of the first and of the last to leave out, one after the other, if that leaves less to compute. */
    private static final int RETRIES = 2;

    /** How many times more operations may be computed with the first turns of loops than without. */
    private static final double MOST_SURPLUS = 1.2;

    private final LoopAttempts attempts;
    private final UnrolledSums sums;

    /** Null as long as nobody has asked, as most graphs have no loops. */
    private @Nullable Landmarks landmarks;

    /**
     * Prepares to find loops.
     *
     * @param sums the graph's sums
     */
    MixedLoops(LoopAttempts attempts, UnrolledSums sums) {
        this.attempts = attempts;
        this.sums = sums;
    }

    /** Returns the loop of a path, that with the least surplus of operations, or null. */
    @Nullable
    CarriedLoop on(LoopPath path) {
        return path.nodes().size() <= FEWEST ? null : loop(landmarks().of(path.nodes()));
    }

    /**
     * Returns a loop of which the states need not be on a path, nor be any that this leaves out; null if there is none.
     *
     * @param leads whether the states have to be such that the nodes of the path are computed from them, one after the other
     */
    @Nullable
    CarriedLoop beside(LoopPath path, boolean leads) {
        if (path.nodes().size() <= FEWEST) {
            return null;
        }
        List<LoopStates> candidates = new ArrayList<>();
        for (LoopStates states : landmarks().ofGraph(attempts.placed(), sums, path.leftOut())) {
            if (!leads || new FeedingLoop(states, attempts.placed()).flowsAlong(path.nodes())) {
                candidates.add(states);
            }
        }
        return loop(candidates);
    }

    private Landmarks landmarks() {
        Landmarks known = landmarks;
        if (known == null) {
            known = new Landmarks(attempts.uses(), FEWEST + 1);
            landmarks = known;
        }
        return known;
    }

    private @Nullable CarriedLoop loop(List<LoopStates> candidates) {
        LoopStates best = null;
        double least = Double.MAX_VALUE;
        for (LoopStates states : candidates) {
            int first = Math.max(0, (states.count() - LONG_WINDOW) / 2);
            double surplus = surplus(states, first, Math.min(states.count(), first + LONG_WINDOW));
            if (surplus < least) {
                best = states;
                least = surplus;
            }
        }
        if (best == null) {
            return null;
        }
        int size = best.count();
        int start = 0;
        int end = size;
        for (int i = 1; i <= RETRIES && size > LONG_WINDOW; i++) {
            if (surplus(best, i, LONG_WINDOW) < surplus(best, start, LONG_WINDOW)) {
                start = i;
            }
            if (surplus(best, size - LONG_WINDOW, size - i) < surplus(best, size - LONG_WINDOW, end)) {
                end = size - i;
            }
        }
        LoopStates part = best.part(start, end);
        CarriedLoop loop = attempts.loop(part, true);
        boolean areSeries = loop != null && start == 0 && part.haveBeginnings();
        LoopStates longer = areSeries ? LoopBeginnings.withFirst(part, attempts.order()) : part;
        CarriedLoop other = longer == part ? null : attempts.loop(longer, true);
        return other == null || loop == null || other.surplus() > MOST_SURPLUS * loop.surplus() ? loop : other;
    }

    /** Returns how many times more operations than needed some of the steps between states have as one. */
    private double surplus(LoopStates states, int from, int to) {
        LoopUnification steps = attempts.steps(states.part(from, to), true);
        return steps == null ? Double.MAX_VALUE : steps.surplus();
    }
}
