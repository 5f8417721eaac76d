package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** Finds the loop of a path on which the same operations come again after a period: one node a period is the state. */
final class RegularLoops {

    private static final int FEWEST = CarriedLoops.FEWEST;

    /** So many states are looked at before all are. */
    private static final int WINDOW = 20;

    /** So few steps tell whether the first of few states, or the last, are computed as the others are. */
    private static final int SHORT_WINDOW = 6;

    /** How many of the first states, and of the last, may be computed in another way: a window that is not full yet. */
    private static final int IRREGULAR = 32;

    /** How many more of them to leave out, one after the other, if all steps together are not alike. */
    private static final int RETRIES = 2;

    private final LoopAttempts attempts;

    RegularLoops(LoopAttempts attempts) {
        this.attempts = attempts;
    }

    /** Returns the loop of the first periodic part of a path that has one, or null. */
    @Nullable
    CarriedLoop on(LoopPath path, List<LoopPath.Stretch> stretches) {
        Set<Node> tried = Collections.newSetFromMap(new IdentityHashMap<>());
        for (LoopPath.Stretch stretch : stretches) {
            CarriedLoop best = null;
            for (Candidate candidate : candidates(path, stretch)) {
                if (best != null && best.carriedSize() <= candidate.carriedSize) {
                    break;
                }
                List<Node> states = candidate.states;
                CarriedLoop found = tried.add(states.get(0)) ? loop(path.withEnds(states)) : null;
                if (found != null && (best == null || found.carriedSize() < best.carriedSize())) {
                    best = found;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    /** Nodes, one a period, that may be the states, and how many numbers are carried between a few of them. */
    private record Candidate(List<Node> states, int carriedSize) {}

    /** Returns what may be the states, that first with which the least is carried, as far as a few steps tell. */
    private List<Candidate> candidates(LoopPath path, LoopPath.Stretch stretch) {
        List<Candidate> candidates = new ArrayList<>();
        for (int shift = 0; shift < stretch.period(); shift++) {
            List<Node> states = path.states(stretch, shift);
            if (states.size() < 4 * WINDOW) {
                candidates.add(new Candidate(states, 1));
            } else {
                LoopUnification steps = window(states, states.size() / 2, WINDOW);
                if (steps != null) {
                    candidates.add(new Candidate(states, steps.carriedSize()));
                }
            }
        }
        candidates.sort(Comparator.comparingInt(Candidate::carriedSize));
        return candidates;
    }

    /** Returns the steps that are alike, perhaps without some at the start and at the end. */
    @Nullable
    CarriedLoop loop(List<Node> states) {
        int width = states.size() < 4 * WINDOW ? SHORT_WINDOW : WINDOW;
        int last = states.size() - width;
        int start = 0;
        while (start < IRREGULAR && start <= last && window(states, start, width) == null) {
            start++;
        }
        int end = last;
        while (last - end < IRREGULAR && end > start && window(states, end, width) == null) {
            end--;
        }
        start += unusual(states, start, 1, width);
        end -= unusual(states, end, -1, width);
        for (int left = 0; left <= 2 * RETRIES; left++) {
            for (int more = Math.max(0, left - RETRIES); more <= Math.min(left, RETRIES); more++) {
                int from = start + more;
                int to = end + width - (left - more);
                CarriedLoop found =
                        to - from > FEWEST ? attempts.loop(LoopStates.of(states.subList(from, to)), false) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /**
     * Returns how many steps at an end look like the others by chance, such as the expectation that is computed from the last
     * state: what the others compute of one sequence is put together for them.
     */
    private int unusual(List<Node> states, int first, int direction, int width) {
        int gathered = gatheredCount(states, first, width);
        for (int left = 1; left <= LoopPath.MOST_OF_SUM && gathered > 0; left++) {
            int other = first + left * direction;
            if (gatheredCount(states, other, width) < gathered) {
                return left;
            }
        }
        return 0;
    }

    private int gatheredCount(List<Node> states, int first, int width) {
        LoopUnification steps = first < 0 || first + width > states.size() ? null : window(states, first, width);
        return steps == null ? Integer.MAX_VALUE : steps.gatheredCount();
    }

    /** Returns a few steps of many as one, or null if they are not alike. */
    private @Nullable LoopUnification window(List<Node> states, int first, int width) {
        return attempts.steps(LoopStates.of(states.subList(first, first + width)), false);
    }
}
