package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/** Tells terms of a sum that carry on what the ones before them have computed: the steps of a loop. */
final class CarriedTerms {

    /** So many terms ago at most, something was computed that is carried on: steps may have a few terms. */
    private static final int NEAR = 4;

    private final NodeMap<Term> firsts = new NodeMap<>();
    private int count;

    /** A term, and how many steps of a loop lead to it. */
    private static final class Term {

        private final int number;
        private int steps;

        Term(int number) {
            this.number = number;
        }
    }

    /**
     * Adds a term.
     *
     * @return how many steps lead to it, each to the next: zero if nothing is carried on to it
     */
    int add(Node root) {
        Term term = new Term(count++);
        List<Node> pending = new ArrayList<>(List.of(root));
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            Term first = firsts.get(node);
            boolean isLeaf = LeafColumn.isLeaf(node) && !PickColumn.isFollowed(node, Followed.WITHOUT_LOOPS);
            if (first == null && !node.inputs().isEmpty() && !isLeaf) {
                firsts.put(node, term);
                pending.addAll(node.inputs());
            } else if (first != null && first != term && first.number >= term.number - NEAR) {
                term.steps = Math.max(term.steps, first.steps + 1);
            }
        }
        return term.steps;
    }
}
