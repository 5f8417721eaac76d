package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Detached;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Topology;

/**
 * Logarithms of sums of exponentials to which a user's loop adds one term after the other, {@code p = p.logAddExp(term)}:
 * as a sum of all terms they take one exponential a term, and no logarithm.
 *
 * <p>Where one such sum is computed from another, as in the forward algorithm of a hidden Markov model, all are left as they
 * are: they are steps of a loop that carries values on.
 */
final class LogarithmicSums {

    private LogarithmicSums() {}

    /**
     * Returns a graph with long sums at once.
     *
     * @param roots the graph's roots
     */
    static List<Node> apply(List<Node> roots) {
        List<Node> order = Topology.sort(roots);
        NodeMap<Boolean> partial = partialSums(roots, order);
        NodeMap<Boolean> dependent = new NodeMap<>();
        List<Node> sums = new ArrayList<>();
        List<List<Node>> allTerms = new ArrayList<>();
        for (Node node : order) {
            boolean isDependent = false;
            for (Node input : node.inputs()) {
                isDependent |= dependent.containsKey(input);
            }
            if (isLogarithmicSum(node) && !partial.containsKey(node)) {
                List<Node> terms = terms(node, partial);
                if (terms.size() >= RollingSum.FEWEST) {
                    if (isDependent) {
                        return roots;
                    }
                    sums.add(node);
                    allTerms.add(terms);
                    isDependent = true;
                }
            }
            if (isDependent) {
                dependent.put(node, true);
            }
        }
        if (sums.isEmpty()) {
            return roots;
        }
        List<Node> replacements = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            replacements.add(ofAll(allTerms.get(i), sums.get(i)));
        }
        return Substitution.replace(roots, sums, replacements);
    }

    private static boolean isLogarithmicSum(Node node) {
        return node.op() instanceof LogAddExp && node.shape().isScalar();
    }

    /** Returns the sums that are but terms of one other sum. */
    private static NodeMap<Boolean> partialSums(List<Node> roots, List<Node> order) {
        NodeMap<Integer> uses = new NodeMap<>();
        for (Node root : roots) {
            uses.put(root, 2);
        }
        for (Node node : order) {
            for (Node input : node.inputs()) {
                if (isLogarithmicSum(input)) {
                    uses.put(input, uses.getOrDefault(input, 0) + 1);
                }
            }
        }
        NodeMap<Boolean> partial = new NodeMap<>();
        for (Node node : order) {
            if (isLogarithmicSum(node)) {
                for (Node input : node.inputs()) {
                    if (isLogarithmicSum(input) && uses.getOrDefault(input, 0) == 1) {
                        partial.put(input, true);
                    }
                }
            }
        }
        return partial;
    }

    private static List<Node> terms(Node sum, NodeMap<Boolean> partial) {
        List<Node> terms = new ArrayList<>();
        List<Node> pending = new ArrayList<>(List.of(sum));
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            if (node == sum || partial.containsKey(node)) {
                pending.add(node.input(1));
                pending.add(node.input(0));
            } else {
                terms.add(node);
            }
        }
        return terms;
    }

    private static Node ofAll(List<Node> terms, Node sum) {
        Node vector = Node.of(new Concatenate(), terms);
        vector.noteOrigin(sum.origin());
        Node largest = Node.of(new MaximumOver(List.of(0)), vector);
        Node isFinite = Nodes.apply(
                new LessThan(), Nodes.apply(new Absolute(), largest), Nodes.constant(Double.POSITIVE_INFINITY));
        // the result does not depend on the shift, so neither do derivatives
        Node shift = Nodes.apply(new Detached(), Nodes.select(isFinite, largest, Nodes.constant(0)));
        Node exponentials = Nodes.exp(Nodes.subtract(vector, shift));
        Node result = Nodes.add(Nodes.log(Nodes.sum(exponentials)), shift);
        result.noteOrigin(sum.origin());
        return result;
    }
}
