package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.FormKeys;
import org.ppl4j.compile.rolling.RollingSum;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * Looks for loops on the longest path of a graph: those that have a period ({@link RegularLoops}), and those whose turns differ
 * ({@link MixedLoops}). All loops that are like one that was found are made one with it ({@link AlikeLoops}), and so is one
 * that its values flow into, or whose values flow into it ({@link FeedingLoop}).
 */
public final class LoopSearch {

    private static final int FEWEST = CarriedLoops.FEWEST;

    /** From so many loops on that are alike, they are made one. */
    static final int FEWEST_LOOPS = 3;

    /** Fewer steps than that in the longest of many loops are left as they are. */
    private static final int FEWEST_OF_SHORT = 3;

    /** Fewer operations in the longest of many loops are a product of a few factors rather than a loop. */
    private static final int FEWEST_OPERATIONS = 6;

    /** Loops of which a step computes more numbers than these are not joined: the code would become too long. */
    private static final int MOST_NUMBERS = 1_000;

    /** A loop with so few of a graph's nodes, one in so many, may be that of one series, the others of which differ. */
    private static final int SMALL_PART = 16;

    /** So many operations from a leaf to a root, one computed from the other, are few enough for all of it to be one form. */
    private static final int SHORT_PATH = 60;

    private final List<Node> order;
    private final UnrolledSums sums;
    private final LoopAttempts attempts;
    private final RegularLoops regular;
    private final MixedLoops mixed;

    /** How long the longest path is. */
    private int longest;

    /** Whether loops were met that are rows of one form. */
    private boolean areRows;

    /** What loops compute that would be one, most of which is equal. */
    private @Nullable NodeMap<Boolean> repeated;

    /**
     * Begins to look for loops.
     *
     * @param roots the graph's roots
     * @param order all its nodes, each after its operands
     */
    LoopSearch(List<Node> roots, List<Node> order) {
        this.order = order;
        this.sums = new UnrolledSums(new Add(), roots, order);
        this.attempts = new LoopAttempts(roots, order, sums);
        this.regular = new RegularLoops(attempts);
        this.mixed = new MixedLoops(attempts, sums);
    }

    /** Returns operations that loops have which were met, and most of which are equal to others; null if there are none. */
    @Nullable
    NodeMap<Boolean> repeated() {
        return repeated;
    }

    /** Returns a loop of the longest path of the graph, with the loops that its values flow into, or that flow into it, or null. */
    @Nullable
    CarriedLoop longest() {
        LoopPath path = LoopPath.longest(order, sums, new NodeMap<>());
        longest = path.nodes().size();
        CarriedLoop found = on(path);
        if (found == null || repeated != null || areRows || isOfVectors(found)) {
            return null;
        }
        LoopPath rest = beside(found);
        CarriedLoop joined = fed(found, path, rest);
        joined = joined == null ? wider(found, rest) : joined;
        while (joined != null) {
            found = joined;
            joined = wider(found, beside(found));
        }
        boolean isAlone = attempts.feeding().isEmpty() && !found.isOfSeveral();
        return isAlone ? attempts.retimed(puttingOutStates(found, path)) : found;
    }

    /** Whether a loop has few steps, each of them on vectors: a recurrence would go through each vector anew at each step. */
    private boolean isOfVectors(CarriedLoop loop) {
        return longest <= SHORT_PATH && loop.states().after().get(0).size() >= RollingSum.FEWEST;
    }

    /** Returns the longest path that leaves a loop out. */
    private LoopPath beside(CarriedLoop loop) {
        return LoopPath.longest(order, sums, loop.nodes());
    }

    /** Returns a loop with the one whose values flow into it, step by step, as one; null if there is none. */
    private @Nullable CarriedLoop fed(CarriedLoop loop, LoopPath path, LoopPath rest) {
        CarriedLoop source = rest.nodes().size() < loop.states().longestCount() ? null : on(rest);
        if (source == null) {
            return null;
        }
        FeedingLoop other = new FeedingLoop(source.states(), attempts.placed());
        return other.flowsAlong(path.nodes()) ? with(other, path) : null;
    }

    /** Returns the loop that a loop's values flow into, step by step, with both as one; null if there is none. */
    private @Nullable CarriedLoop wider(CarriedLoop loop, LoopPath rest) {
        if (rest.nodes().size() < FEWEST) {
            return null;
        }
        FeedingLoop other = new FeedingLoop(loop.states(), attempts.placed());
        return other.flowsAlong(rest.nodes()) ? with(other, rest) : null;
    }

    /** Returns the loop of a path, or null. */
    private @Nullable CarriedLoop on(LoopPath path) {
        List<LoopPath.Stretch> stretches = path.stretches(FEWEST);
        int longest = 0;
        for (LoopPath.Stretch stretch : stretches) {
            longest = Math.max(longest, stretch.length());
        }
        // If little of the path is periodic, that is a part of a loop whose steps differ, rather than a loop.
        boolean isMixed = 2 * longest < path.nodes().size();
        CarriedLoop found = isMixed ? mixed.on(path) : null;
        if (found == null) {
            found = regular.on(path, stretches);
        }
        if (found == null && !isMixed) {
            found = mixed.on(path);
        }
        if (found == null) {
            // before short loops, which take many attempts
            CarriedLoop off = mixedBeside(path, false);
            return better(off, shortLoops(path));
        }
        found = finer(found, path);
        CarriedLoop alike = withAlike(found, path);
        CarriedLoop all = alike == null ? found : alike;
        boolean isSmallPart = (long) SMALL_PART * all.size() * all.states().count() < order.size();
        boolean looksBeside = repeated == null && (isMixed || isSmallPart || all.mayDiffer());
        return looksBeside ? better(mixedBeside(path, true), all) : all;
    }

    /** Returns a loop of which each step is one turn, if a step of the loop that was found is several. */
    private CarriedLoop finer(CarriedLoop found, LoopPath path) {
        CarriedLoop finest = found;
        for (List<Node> states : FinerStates.of(found, path, order)) {
            CarriedLoop finer = regular.loop(states);
            if (finer == null || finer.size() >= found.size() || !finer.contains(found.states())) {
                continue;
            }
            if (finest == found || finer.carriedSize() < finest.carriedSize()) {
                finest = finer;
            }
        }
        return finest;
    }

    /** Returns a loop beside a path if it is much longer than one on it, or computes that with less that only a few steps need. */
    private static @Nullable CarriedLoop better(@Nullable CarriedLoop beside, @Nullable CarriedLoop on) {
        if (beside == null || on == null) {
            return beside == null ? on : beside;
        }
        boolean isBetter = beside.states().count() > 2 * on.states().count()
                || (on.mayDiffer() && beside.surplus() < on.surplus() && beside.contains(on.states()));
        return isBetter ? beside : on;
    }

    /** Returns a loop of which the steps have a few forms, and the states need not be on a path, or null. */
    private @Nullable CarriedLoop mixedBeside(LoopPath path, boolean leads) {
        CarriedLoop loop = mixed.beside(path, leads);
        return loop != null && loop.states().haveBeginnings() ? notRepeated(loop) : loop;
    }

    private @Nullable CarriedLoop notRepeated(CarriedLoop loop) {
        if (RepeatedOperations.areMost(loop.nodes(), order)) {
            repeated = loop.nodes();
            return null;
        }
        return loop;
    }

    /** Returns the loop, carrying what is used outside of it if that is as little: it is kept once then. */
    private CarriedLoop puttingOutStates(CarriedLoop loop, LoopPath path) {
        for (List<Node> states : loop.otherStates()) {
            List<Node> all = path.withEnds(states);
            CarriedLoop other = attempts.loop(LoopStates.of(all), loop.mayDiffer());
            if (other == null && !all.equals(states)) {
                other = attempts.loop(LoopStates.of(states), loop.mayDiffer());
            }
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
        List<FeedingLoop> feeding = attempts.feeding();
        feeding.add(other);
        CarriedLoop found = on(path);
        if (found == null || found.size() > MOST_NUMBERS || !found.contains(other.states())) {
            feeding.remove(feeding.size() - 1);
            return null;
        }
        return found;
    }

    /** Returns a loop with all that are like it, side by side or one after the other, or null if there are few. */
    private @Nullable CarriedLoop withAlike(CarriedLoop loop, LoopPath path) {
        boolean isAlone = !loop.mayDiffer() && attempts.feeding().isEmpty();
        CarriedLoop sideBySide = isAlone ? sideBySide(loop, path) : null;
        StepWay way = sideBySide == null ? wayOf(loop, path) : null;
        return way == null ? sideBySide : alike(AlikeLoops.of(way, order));
    }

    /** Returns a few loops side by side, null if they are many, or of different lengths. */
    private @Nullable CarriedLoop sideBySide(CarriedLoop loop, LoopPath path) {
        if (!fewLike(loop, path).areFew()) {
            return null;
        }
        return fewLike(puttingOutStates(loop, path), path).joined();
    }

    private SideBySideLoops fewLike(CarriedLoop loop, LoopPath path) {
        StepWay way = wayOf(loop, path);
        return new SideBySideLoops(way == null ? null : AlikeLoops.withoutUses(way, order), loop.size(), attempts);
    }

    /** Returns the way of the step in the middle of a loop, null if that is not on the path. */
    private @Nullable StepWay wayOf(CarriedLoop loop, LoopPath path) {
        LoopStates states = loop.states();
        int step = states.count() / 2;
        List<Node> way = path.between(states.before(step), states.after().get(step));
        return way.isEmpty() ? null : StepWay.withSums(way, sums);
    }

    /** Returns loops that have too few steps to be found, each for itself, as one; null if there are none. */
    private @Nullable CarriedLoop shortLoops(LoopPath path) {
        CarriedLoop best = null;
        for (LoopPath.Stretch stretch : path.stretches(FEWEST_OF_SHORT)) {
            boolean isLoop = stretch.length() >= FEWEST_OPERATIONS;
            for (int shift = 0; isLoop && shift < stretch.period() && attempts.areLeft(); shift++) {
                List<Node> states = path.states(stretch, shift);
                List<Node> way = path.between(states.get(0), states.get(1));
                CarriedLoop found = alike(AlikeLoops.of(StepWay.withSums(way, sums), order));
                if (found != null && (best == null || found.carriedSize() < best.carriedSize())) {
                    best = found;
                }
            }
        }
        return best;
    }

    /** Whether loops, each of a few steps and all of as many, are alike as a whole: what re-rolling makes vectors of. */
    private boolean areRows(List<List<Node>> loops) {
        if (longest > SHORT_PATH || loops.size() < RollingSum.FEWEST) {
            return false;
        }
        List<Node> last = new ArrayList<>();
        for (List<Node> loop : loops) {
            if (loop.size() != loops.get(0).size()) {
                return false;
            }
            last.add(loop.get(loop.size() - 1));
        }
        return FormKeys.areAlike(last);
    }

    /**
     * Returns loops of which each step is computed along the same way as one, or null if there are few.
     *
     * @param loops the loops
     */
    private @Nullable CarriedLoop alike(AlikeLoops loops) {
        List<List<Node>> fromSecond = loops.states(false);
        CarriedLoop all = joined(loops.states(true), false);
        all = all == null ? joined(fromSecond, false) : all;
        return all == null ? joined(fromSecond, true) : all;
    }

    private @Nullable CarriedLoop joined(List<List<Node>> loops, boolean mayDiffer) {
        areRows |= areRows(loops);
        if (areRows) {
            return null;
        }
        LoopStates states = LoopStates.ofLoops(loops);
        boolean isWorthwhile = repeated == null && loops.size() >= FEWEST_LOOPS && states.count() >= 2 * FEWEST;
        CarriedLoop found = isWorthwhile ? attempts.loop(states, mayDiffer) : null;
        return found == null ? null : notRepeated(found);
    }
}
