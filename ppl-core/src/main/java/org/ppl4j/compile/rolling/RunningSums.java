package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Topology;

/**
 * Finds sums that a loop of the user's adds up term by term, and which it reads now and then, as the sums over all that are at risk
 * at the times of events are: each is one recurrence, of which some steps are picked. Sums that are read at each step are left to
 * {@code LoopSearch}, which sees the whole of a step.
 */
public final class RunningSums {

    private static final int FEWEST_STEPS = 2 * RollingSum.FEWEST;

    private final List<Node> roots;
    private final List<Node> order;

    /** For each sum the sum before it, which it adds a term to. */
    private final NodeMap<Node> before = new NodeMap<>();

    private final NodeMap<Integer> lengths = new NodeMap<>();
    private final NodeMap<Integer> uses;

    private RunningSums(List<Node> roots, List<Node> order) {
        this.roots = roots;
        this.order = order;
        this.uses = Topology.uses(roots, order);
    }

    /** Returns a graph with the longest such sum as a recurrence; the same if there is none. */
    public static List<Node> apply(List<Node> roots, List<Node> order) {
        return new RunningSums(roots, order).run();
    }

    private List<Node> run() {
        for (Node node : order) {
            if (isSum(node)) {
                Node longer = longer(node);
                lengths.put(node, length(longer) + 1);
                if (isSum(longer)) {
                    before.put(node, longer);
                }
            }
        }
        Node last = null;
        NodeMap<Integer> reads = new NodeMap<>();
        for (Node node : order) {
            if (isSum(node)) {
                Node earlier = before.get(node);
                int read = (earlier == null ? 0 : reads.getOrDefault(earlier, 0)) + (isRead(node) ? 1 : 0);
                reads.put(node, read);
                boolean isNowAndThen = read >= RollingSum.FEWEST && read < length(node) - 1;
                if (isNowAndThen && length(node) >= FEWEST_STEPS && (last == null || length(node) > length(last))) {
                    last = node;
                }
            }
        }
        return last == null ? roots : replaced(steps(last));
    }

    private static boolean isSum(Node node) {
        return node.op() instanceof Add && node.shape().isScalar();
    }

    /** Returns the operand that more terms were added up to. */
    private Node longer(Node sum) {
        return sum.input(length(sum.input(0)) < length(sum.input(1)) ? 1 : 0);
    }

    private int length(Node node) {
        return lengths.getOrDefault(node, 0);
    }

    /** Returns the sums that lead to one, in the order in which they are added up. */
    private List<Node> steps(Node last) {
        List<Node> steps = new ArrayList<>();
        for (Node node = last; node != null; node = before.get(node)) {
            steps.add(node);
        }
        Collections.reverse(steps);
        return steps;
    }

    /** Whether more than the next sum is computed from a sum. */
    private boolean isRead(Node sum) {
        return uses.getOrDefault(sum, 0) > 1;
    }

    private List<Node> replaced(List<Node> steps) {
        Node first = steps.get(0);
        Node start = longer(first);
        Node terms = terms(steps, start);
        if (terms == null) {
            return roots;
        }
        ScanBuilder loop = new ScanBuilder();
        Node carry = loop.carry(start);
        Node next = Nodes.add(carry, loop.element(terms));
        loop.next(carry, next);
        loop.output(next);
        Node result = loop.build(steps.size(), false);
        result.noteOrigin(first.origin());
        Node sums = ((Scan) result.op()).stack(result, 0);
        List<Node> read = new ArrayList<>();
        List<Node> picked = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            Node sum = steps.get(step);
            if (isRead(sum) || step == steps.size() - 1) {
                Node pick = Nodes.take(sums, Shape.SCALAR, Indices.range(1, step, 1));
                pick.noteOrigin(sum.origin());
                read.add(sum);
                picked.add(pick);
            }
        }
        return Substitution.replace(roots, read, picked);
    }

    /** Returns the terms that sums are added up from, as a vector; null if they are not alike, or depend on the sums. */
    private @Nullable Node terms(List<Node> steps, Node start) {
        List<Node> terms = new ArrayList<>();
        Node sum = start;
        for (Node step : steps) {
            terms.add(step.input(step.input(0) == sum ? 1 : 0));
            sum = step;
        }
        List<Node> operands = Topology.sort(terms);
        NodeMap<Boolean> own = new NodeMap<>();
        steps.forEach(step -> own.put(step, true));
        if (operands.stream().anyMatch(own::containsKey)) {
            return null;
        }
        Repetition alike = Repetition.of(terms.get(0), Followed.ALL);
        return alike != null && terms.stream().skip(1).allMatch(alike::add) ? Rerolling.vector(alike) : null;
    }
}
