package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;

/**
 * Finds, in a traced graph, loops of the user's that carry values from step to step, such as {@code h = phi * h + z[t]}, and
 * makes each a {@link org.ppl4j.graph.Scan}.
 *
 * <p>Such a loop is a long path along which the same operations come again and again. The period is found on the longest
 * path of the graph; then one node a step, {@link LoopUnification} sees whether all steps are alike.
 * If there is no period, because turns differ, states are looked for among the {@link Landmarks} of the path, and steps may
 * have a few forms.
 */
final class CarriedLoops {

    /** Fewer steps than that are left as they are. */
    static final int FEWEST = 12;

    private static final int LARGEST_PERIOD = 64;
    private static final int MOST_LOOPS = 128;

    /** So many loops are looked for however large the graph is, and more if that takes looking at no more nodes than these. */
    private static final int LOOPS_OF_ANY_GRAPH = 16;

    private static final int MOST_NODES = 5_000_000;
    private static final int LONG_PATH = 500;

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

    private final List<Node> roots;
    private final List<Node> order;
    private final NodeMap<Integer> places = new NodeMap<>();
    private int attempts;

    private CarriedLoops(List<Node> roots, List<Node> order) {
        this.roots = roots;
        this.order = order;
        this.attempts = Math.max(8, MOST_VISITS / order.size());
    }

    /** Returns a graph with the loops that were found as scans. */
    static List<Node> apply(List<Node> roots) {
        List<Node> graph = roots;
        long nodes = 0;
        for (int i = 0; i < MOST_LOOPS; i++) {
            List<Node> order = Topology.sort(graph);
            nodes += order.size();
            if (order.size() < 2 * FEWEST || (i >= LOOPS_OF_ANY_GRAPH && nodes > MOST_NODES)) {
                return graph;
            }
            List<Node> changed = new CarriedLoops(graph, order).rollOne();
            if (changed == null) {
                return graph;
            }
            graph = changed;
        }
        return graph;
    }

    /** Says if a graph still has a long chain of steps, each on the one before. */
    static List<String> remaining(List<Node> roots) {
        int length = longestPath(Topology.sort(roots)).size();
        return length < LONG_PATH
                ? List.of()
                : List.of(
                        "a chain of " + length + " operations, each on the one before, in which no loop was found whose"
                                + " steps are all alike: it is compiled one operation after the other; Tensor.scan says what a"
                                + " step is");
    }

    private @Nullable List<Node> rollOne() {
        List<Node> path = longestPath(order);
        List<Stretch> stretches = stretches(path);
        List<List<Node>> landmarks = Landmarks.of(path, FEWEST + 1);
        for (int place = 0; place < order.size() && !(stretches.isEmpty() && landmarks.isEmpty()); place++) {
            places.put(order.get(place), place);
        }
        int longest = stretches.stream().mapToInt(Stretch::length).max().orElse(0);
        // If little of the path is periodic, that is a part of a loop whose steps differ, rather than a loop.
        boolean isMixed = 2 * longest < path.size();
        CarriedLoop first = isMixed ? mixed(landmarks) : null;
        List<Node> rolled = first == null ? rollOne(path, stretches) : first.replaced();
        if (rolled == null && !isMixed) {
            CarriedLoop last = mixed(landmarks);
            return last == null ? null : last.replaced();
        }
        return rolled;
    }

    /** Returns the loop whose steps have a few forms, that with the least surplus of operations, or null. */
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
        return loop(best.subList(start, end), true);
    }

    /** Returns how many times more operations than needed the steps between some states have as one. */
    private double surplus(List<Node> states, int from, int to) {
        LoopUnification steps = unified(states.subList(from, to), true);
        return steps == null ? Double.MAX_VALUE : steps.surplus();
    }

    private @Nullable List<Node> rollOne(List<Node> path, List<Stretch> stretches) {
        Set<Node> tried = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Stretch stretch : stretches) {
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
                return best.replaced();
            }
        }
        return null;
    }

    /** Nodes, one a period, that may be the states, and how many numbers are carried between a few of them. */
    private record Candidate(List<Node> states, int carriedSize) {}

    /** Returns what may be the states, that first with which the least is carried, as far as a few steps tell. */
    private List<Candidate> candidates(List<Node> path, Stretch stretch) {
        List<Candidate> candidates = new ArrayList<>();
        for (int shift = 0; shift < stretch.period; shift++) {
            List<Node> states = states(path, stretch, shift);
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
                CarriedLoop found = to - from > FEWEST && attempts-- > 0 ? loop(states.subList(from, to), false) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Returns a few steps of many as one, or null if they are not alike. */
    private @Nullable LoopUnification window(List<Node> states, int first, int width) {
        return unified(states.subList(first, first + width), false);
    }

    private @Nullable CarriedLoop loop(List<Node> states, boolean mayDiffer) {
        LoopUnification steps = unified(states, mayDiffer);
        CarriedLoop loop = steps == null ? null : new CarriedLoop(steps, roots, order);
        return loop == null || loop.isSum() ? null : loop;
    }

    private @Nullable LoopUnification unified(List<Node> states, boolean mayDiffer) {
        return LoopUnification.of(states, between(states), mayDiffer);
    }

    /** Returns the nodes from the first state to the last: all that the last is computed from, and the first is not, is there. */
    private List<Node> between(List<Node> states) {
        int first = places.getOrDefault(states.get(0), 0);
        int last = places.getOrDefault(states.get(states.size() - 1), order.size() - 1);
        return order.subList(first, last + 1);
    }

    /** A part of a path, in positions, in which what an operation is comes again after a period. */
    private record Stretch(int start, int end, int period) {
        int length() {
            return end - start;
        }
    }

    /** Returns the nodes of the longest way from a leaf to a root, without partial sums. */
    private static List<Node> longestPath(List<Node> order) {
        NodeMap<Integer> depths = new NodeMap<>();
        NodeMap<Node> deepest = new NodeMap<>();
        // Long sums are no recurrences.
        NodeMap<Boolean> partialSums = Rerolling.partialSums(List.of(), order);
        Node last = order.get(0);
        for (Node node : order) {
            int own = partialSums.containsKey(node) ? 0 : 1;
            int depth = -1;
            Node below = null;
            for (Node input : node.inputs()) {
                int through = depths.getOrDefault(input, 0) + own;
                if (through > depth) {
                    depth = through;
                    below = input;
                }
            }
            if (below != null) {
                deepest.put(node, below);
            }
            depth = Math.max(0, depth);
            depths.put(node, depth);
            if (depth > depths.getOrDefault(last, 0)) {
                last = node;
            }
        }
        List<Node> path = new ArrayList<>();
        for (Node node = last; node != null; node = deepest.get(node)) {
            if (!partialSums.containsKey(node)) {
                path.add(node);
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** Returns the periodic parts of a path, those with the smallest period first where several begin at one place. */
    private static List<Stretch> stretches(List<Node> path) {
        int[] kinds = new int[path.size()];
        for (int i = 0; i < kinds.length; i++) {
            Node node = path.get(i);
            kinds[i] = 31 * node.op().getClass().hashCode() + node.shape().hashCode();
        }
        List<Stretch> found = new ArrayList<>();
        int at = 0;
        while (at < kinds.length) {
            Stretch stretch = longestAt(kinds, at);
            if (stretch == null) {
                at++;
            } else {
                found.add(stretch);
                at = stretch.end;
            }
        }
        return found;
    }

    private static @Nullable Stretch longestAt(int[] kinds, int start) {
        for (int period = 1; period <= LARGEST_PERIOD; period++) {
            int end = start + period;
            while (end < kinds.length && kinds[end] == kinds[end - period]) {
                end++;
            }
            if (end - start >= FEWEST * period) {
                return new Stretch(start, end, period);
            }
        }
        return null;
    }

    private static List<Node> states(List<Node> path, Stretch stretch, int shift) {
        List<Node> states = new ArrayList<>();
        for (int i = stretch.start + shift; i < stretch.end; i += stretch.period) {
            states.add(path.get(i));
        }
        return states;
    }
}
