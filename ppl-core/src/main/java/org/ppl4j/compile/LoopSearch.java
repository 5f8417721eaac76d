package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * Looks for the states of a loop on a path of a graph. The period is found on the path; then one node a step,
 * {@link LoopUnification} sees whether all steps are alike. If there is no period, because turns differ, states are looked
 * for among the {@link Landmarks} of the path, and steps may have a few forms. All loops that are like one that was found
 * are made one with it ({@link AlikeLoops}).
 */
final class LoopSearch {

    private static final int FEWEST = CarriedLoops.FEWEST;

    /** From so many loops on that are alike, they are made one. */
    private static final int FEWEST_LOOPS = 3;

    /** Fewer steps than that in the longest of many loops are left as they are. */
    private static final int FEWEST_OF_SHORT = 3;

    /** Fewer operations in the longest of many loops are a product of a few factors rather than a loop. */
    private static final int FEWEST_OPERATIONS = 6;

    /** So many states are looked at before all are. */
    private static final int WINDOW = 20;

    /** So few steps tell whether the first of few states, or the last, are computed as the others are. */
    private static final int SHORT_WINDOW = 6;

    /** How many of the first states, and of the last, may be computed in another way: a window that is not full yet. */
    private static final int IRREGULAR = 32;

    /** How many more of them to leave out, one after the other, if all steps together are not alike. */
    private static final int RETRIES = 2;

    /** If steps may differ, so many states are looked at before all are. */
    private static final int LONG_WINDOW = 400;

    /** How many nodes to look at, in all attempts to find a loop, so that a graph without one is not held up. */
    private static final int MOST_VISITS = 2_000_000;

    /** Loops of which a step computes more numbers than these are not joined: the code would become too long. */
    private static final int MOST_NUMBERS = 100;

    private final List<Node> roots;
    private final List<Node> order;
    private final UnrolledSums sums;

    /** Where a node is in the order; null as long as nobody has asked, as most graphs have no loops. */
    private @Nullable NodeMap<Integer> places;

    /** How many times a node is an operand; null as long as nobody has asked. */
    private @Nullable NodeMap<Integer> uses;

    private final List<FeedingLoop> feeding = new ArrayList<>();
    private int attempts;

    /**
     * Begins to look for loops.
     *
     * @param roots the graph's roots
     * @param order all its nodes, each after its operands
     */
    LoopSearch(List<Node> roots, List<Node> order) {
        this.roots = roots;
        this.order = order;
        this.sums = new UnrolledSums(new Add(), roots, order);
        this.attempts = Math.max(8, MOST_VISITS / order.size());
    }

    /** Returns a loop of the longest path of the graph, with the loops that its values flow into, or null. */
    @Nullable
    CarriedLoop longest() {
        CarriedLoop found = on(LoopPath.longest(order, sums, new NodeMap<>()));
        for (CarriedLoop wider = found; wider != null; wider = wider(wider)) {
            found = wider;
        }
        return found == null || !feeding.isEmpty() ? found : puttingOutStates(found);
    }

    /** Returns the loop that a loop's values flow into, step by step, with both as one; null if there is none. */
    private @Nullable CarriedLoop wider(CarriedLoop loop) {
        LoopPath rest = LoopPath.longest(order, sums, loop.nodes());
        if (rest.nodes().size() < FEWEST) {
            return null;
        }
        FeedingLoop other = new FeedingLoop(loop.states(), order);
        return other.flowsAlong(rest.nodes()) ? with(other, rest) : null;
    }

    /** Returns the loop of a path, or null. */
    private @Nullable CarriedLoop on(LoopPath path) {
        List<LoopPath.Stretch> stretches = path.stretches(FEWEST);
        int longest =
                stretches.stream().mapToInt(LoopPath.Stretch::length).max().orElse(0);
        // If little of the path is periodic, that is a part of a loop whose steps differ, rather than a loop.
        boolean isMixed = 2 * longest < path.nodes().size();
        CarriedLoop found = isMixed ? mixed(path) : null;
        if (found == null) {
            found = regular(path, stretches);
        }
        if (found == null && !isMixed) {
            found = mixed(path);
        }
        CarriedLoop all = found == null ? shortLoops(path) : withAlike(found.states(), path);
        all = all == null ? found : all;
        CarriedLoop off = all == null || isMixed || all.mayDiffer() ? offPath(path) : null;
        return off != null
                        && (all == null
                                || off.states().count() > 2 * all.states().count())
                ? off
                : all;
    }

    /** Returns the loop, carrying what is used outside of it if that is as little: it is kept once then. */
    private CarriedLoop puttingOutStates(CarriedLoop loop) {
        for (List<Node> states : loop.otherStates()) {
            CarriedLoop other = attempts-- > 0 ? loop(LoopStates.of(states), loop.mayDiffer()) : null;
            if (other != null && other.keptSize() < loop.keptSize()) {
                return other;
            }
        }
        return loop;
    }

    /**
     * Returns the loop of a path, with another one whose values flow into it, or null.
     *
     * @param other is kept for what is looked for later if such a loop is found
     */
    private @Nullable CarriedLoop with(FeedingLoop other, LoopPath path) {
        feeding.add(other);
        CarriedLoop found = on(path);
        if (found == null || found.size() > MOST_NUMBERS || !found.contains(other.states())) {
            feeding.remove(feeding.size() - 1);
            return null;
        }
        return found;
    }

    /** Returns a loop with all that are like it one after the other, or null if there are few. */
    private @Nullable CarriedLoop withAlike(LoopStates states, LoopPath path) {
        int step = states.count() / 2;
        List<Node> way = path.between(states.before(step), states.after().get(step));
        return way.isEmpty() ? null : alike(way);
    }

    /** Returns loops that have too few steps to be found, each for itself, as one; null if there are none. */
    private @Nullable CarriedLoop shortLoops(LoopPath path) {
        CarriedLoop best = null;
        for (LoopPath.Stretch stretch : path.stretches(FEWEST_OF_SHORT)) {
            boolean isLoop = stretch.length() >= FEWEST_OPERATIONS;
            for (int shift = 0; isLoop && shift < stretch.period() && attempts > 0; shift++) {
                List<Node> states = path.states(stretch, shift);
                CarriedLoop found = alike(path.between(states.get(0), states.get(1)));
                if (found != null && (best == null || found.carriedSize() < best.carriedSize())) {
                    best = found;
                }
            }
        }
        return best;
    }

    /**
     * Returns the loops of which each step is computed along the same way as one, or null if there are few.
     *
     * @param step a state, and the nodes on a way to the next
     */
    private @Nullable CarriedLoop alike(List<Node> step) {
        AlikeLoops loops = AlikeLoops.of(step, order);
        List<List<Node>> fromSecond = loops.states(false);
        CarriedLoop all = joined(loops.states(true), false);
        all = all == null ? joined(fromSecond, false) : all;
        return all == null ? joined(fromSecond, true) : all;
    }

    private @Nullable CarriedLoop joined(List<List<Node>> loops, boolean mayDiffer) {
        LoopStates states = LoopStates.ofLoops(loops);
        boolean isWorthwhile = loops.size() >= FEWEST_LOOPS && states.count() >= 2 * FEWEST;
        return isWorthwhile && attempts-- > 0 ? loop(states, mayDiffer) : null;
    }

    /** Returns the loop whose steps have a few forms, that with the least surplus of operations, or null. */
    private @Nullable CarriedLoop mixed(LoopPath path) {
        if (path.nodes().size() <= FEWEST) {
            return null;
        }
        return mixed(new Landmarks(uses(), FEWEST + 1).of(path.nodes()));
    }

    /** Returns a loop of which the states are not on a path that little of is periodic, or null. */
    private @Nullable CarriedLoop offPath(LoopPath path) {
        return path.nodes().size() <= FEWEST
                ? null
                : mixed(new Landmarks(uses(), FEWEST + 1).ofGraph(order, sums, path.leftOut()));
    }

    private @Nullable CarriedLoop mixed(List<List<Node>> landmarks) {
        List<Node> best = null;
        double least = Double.MAX_VALUE;
        for (List<Node> states : landmarks) {
            int first = Math.max(0, (states.size() - LONG_WINDOW) / 2);
            double surplus = surplus(states, first, Math.min(states.size(), first + LONG_WINDOW));
            if (surplus < least) {
                best = states;
                least = surplus;
            }
        }
        if (best == null || attempts-- <= 0) {
            return null;
        }
        int size = best.size();
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
        return loop(LoopStates.of(best.subList(start, end)), true);
    }

    /** Returns how many times more operations than needed the steps between some states have as one. */
    private double surplus(List<Node> states, int from, int to) {
        LoopUnification steps = unified(LoopStates.of(states.subList(from, to)), true);
        return steps == null ? Double.MAX_VALUE : steps.surplus();
    }

    private @Nullable CarriedLoop regular(LoopPath path, List<LoopPath.Stretch> stretches) {
        Set<Node> tried = Collections.newSetFromMap(new IdentityHashMap<>());
        for (LoopPath.Stretch stretch : stretches) {
            CarriedLoop best = null;
            for (Candidate candidate : candidates(path, stretch)) {
                if (best != null && best.carriedSize() <= candidate.carriedSize) {
                    break;
                }
                List<Node> states = candidate.states;
                CarriedLoop found = tried.add(states.get(0)) ? regular(states) : null;
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

    private NodeMap<Integer> uses() {
        NodeMap<Integer> known = uses;
        if (known == null) {
            known = SharedResiduals.uses(order);
            uses = known;
        }
        return known;
    }

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
    private @Nullable CarriedLoop regular(List<Node> states) {
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
        for (int left = 0; left <= 2 * RETRIES; left++) {
            for (int more = Math.max(0, left - RETRIES); more <= Math.min(left, RETRIES); more++) {
                int from = start + more;
                int to = end + width - (left - more);
                CarriedLoop found = to - from > FEWEST && attempts-- > 0
                        ? loop(LoopStates.of(states.subList(from, to)), false)
                        : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Returns a few steps of many as one, or null if they are not alike. */
    private @Nullable LoopUnification window(List<Node> states, int first, int width) {
        return unified(LoopStates.of(states.subList(first, first + width)), false);
    }

    private @Nullable CarriedLoop loop(LoopStates states, boolean mayDiffer) {
        LoopUnification steps = unified(states, mayDiffer);
        CarriedLoop loop = steps == null ? null : new CarriedLoop(steps, roots, order);
        return loop == null || loop.isSum() ? null : loop;
    }

    private @Nullable LoopUnification unified(LoopStates own, boolean mayDiffer) {
        JointStates joint = JointStates.of(own, feeding);
        if (joint == null) {
            return null;
        }
        int first = order.size();
        int last = 0;
        for (LoopStates states : joint.all()) {
            for (int step = 0; step < states.count(); step++) {
                first = Math.min(first, place(states.before(step)));
                last = Math.max(last, place(states.after().get(step)));
            }
        }
        // All that a state is computed from, and none of the first ones is, is there.
        return LoopUnification.of(joint, order.subList(first, last + 1), mayDiffer);
    }

    private int place(Node node) {
        NodeMap<Integer> known = places;
        if (known == null) {
            known = new NodeMap<>();
            for (int place = 0; place < order.size(); place++) {
                known.put(order.get(place), place);
            }
            places = known;
        }
        return Objects.requireNonNull(known.get(node));
    }
}
