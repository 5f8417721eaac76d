package org.ppl4j.compile.carried;

import java.util.List;
import org.ppl4j.compile.rolling.RunningSums;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Topology;

/**
 * Finds, in a traced graph, loops of the user's that carry values from step to step, such as {@code h = phi * h + z[t]}, and
 * makes each a {@link org.ppl4j.graph.Scan}.
 *
 * <p>Such a loop is a long path along which the same operations come again and again ({@link LoopSearch}), or a sum that is read
 * now and then ({@link RunningSums}). A loop that another
 * one's values flow into, step by step, becomes one with it ({@link FeedingLoop}).
 */
public final class CarriedLoops {

    /** Fewer steps than that are left as they are. */
    static final int FEWEST = 12;

    private static final int MOST_LOOPS = 128;

    /** So many loops are looked for however large the graph is, and more if that takes looking at no more nodes than these. */
    private static final int LOOPS_OF_ANY_GRAPH = 16;

    private static final int MOST_NODES = 5_000_000;

    /** A path of so many operations is no formula but a loop. */
    private static final int LONG_PATH = 500;

    /** The same, where the code is cut into several methods. */
    private static final int SEVERAL_METHODS_PATH = 40;

    private CarriedLoops() {}

    /** Returns a graph with the loops that were found as scans. */
    public static List<Node> apply(List<Node> roots) {
        List<Node> graph = SharedResiduals.apply(roots);
        long nodes = 0;
        for (int i = 0; i < MOST_LOOPS; i++) {
            List<Node> order = Topology.sort(graph);
            nodes += order.size();
            if (order.size() < 2 * FEWEST || (i >= LOOPS_OF_ANY_GRAPH && nodes > MOST_NODES)) {
                return graph;
            }
            List<Node> summed = RunningSums.apply(graph, order);
            if (summed == graph) {
                LoopSearch search = new LoopSearch(graph, order);
                CarriedLoop loop = search.longest();
                NodeMap<Boolean> repeated = search.repeated();
                if (repeated != null) {
                    summed = RepeatedOperations.shared(graph, repeated, order);
                } else if (loop == null) {
                    return graph;
                } else {
                    summed = loop.replaced();
                }
            }
            graph = summed;
        }
        return graph;
    }

    /**
     * Says if a graph still has a chain of steps, each on the one before: one that takes several methods, or is very long.
     *
     * @param roots the graph, simplified
     * @param methods in how many methods, one after the other, its straight-line code is
     */
    public static List<String> remaining(List<Node> roots, int methods) {
        List<Node> order = Topology.sort(roots);
        UnrolledSums sums = new UnrolledSums(new Add(), roots, order);
        List<Node> path = LoopPath.longest(order, sums, new NodeMap<>()).nodes();
        int length = path.size();
        if (length < (methods > 1 ? SEVERAL_METHODS_PATH : LONG_PATH)) {
            return List.of();
        }
        Origin origin = path.get(length - 1).origin();
        return List.of("a chain of " + length + " operations, each on the one before"
                + Origin.suffix(origin)
                + ", in which no loop was found whose steps are all alike:"
                + " it is compiled one operation after the other"
                + (methods > 1 ? ", in " + methods + " methods" : "")
                + "; if it is a recurrence, Tensor.scan says what a step is");
    }
}
