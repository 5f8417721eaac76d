package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;

/**
 * Logarithms of sums of several exponentials that were written two by two, {@code a.logAddExp(b).logAddExp(c)}: the greatest
 * exponent is taken out once, for one logarithm of all in place of one for each pair.
 */
public final class LogarithmicLadders extends GraphRewriting {

    /** Pairs of fewer have so many exponentials in common with their derivatives that they take no longer: {@link SharedExponentials}. */
    private static final int FEWEST = 4;

    private final NodeMap<Boolean> rungs = new NodeMap<>();

    private LogarithmicLadders(Simplifier simplifier) {
        super(simplifier);
    }

    /** Returns a graph of interned nodes rewritten. */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        LogarithmicLadders pass = new LogarithmicLadders(simplifier);
        List<Node> order = Topology.sort(roots);
        return pass.findRungs(roots, order) ? pass.rewrite(roots, order) : roots;
    }

    /** Finds sums that only the next sum reads; returns whether there are any. */
    private boolean findRungs(List<Node> roots, List<Node> order) {
        List<Node> inner = new ArrayList<>();
        for (Node node : order) {
            for (Node input : node.op() instanceof LogAddExp ? node.inputs() : List.<Node>of()) {
                if (input.op() instanceof LogAddExp) {
                    inner.add(input);
                }
            }
        }
        if (inner.isEmpty()) {
            return false;
        }
        NodeMap<Integer> uses = Topology.uses(roots, order);
        boolean isFound = false;
        for (Node sum : inner) {
            if (uses.getOrDefault(sum, 0) == 1) {
                rungs.put(sum, true);
                isFound = true;
            }
        }
        return isFound;
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        List<Node> terms = new ArrayList<>();
        if (node.op() instanceof LogAddExp && !rungs.containsKey(node)) {
            addTerms(node, terms);
        }
        return terms.size() < FEWEST ? null : new ShiftedSums(simplifier).logarithm(terms);
    }

    private void addTerms(Node sum, List<Node> terms) {
        List<Node> pending = new ArrayList<>(List.of(sum));
        while (!pending.isEmpty()) {
            Node next = pending.remove(pending.size() - 1);
            if (next == sum || rungs.containsKey(next)) {
                pending.add(next.input(1));
                pending.add(next.input(0));
            } else {
                terms.add(result(next));
            }
        }
    }
}
