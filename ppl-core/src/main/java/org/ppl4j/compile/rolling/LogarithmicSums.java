package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Substitution;

/**
 * Logarithms of sums of exponentials to which a user's loop adds one term after the other, {@code p = p.logAddExp(term)}:
 * as a sum of all terms they take one exponential a term, and no logarithm.
 *
 * <p>Where one such sum is computed from another, as in the forward algorithm of a hidden Markov model, all are left as they
 * are: they are steps of a loop that carries values on.
 */
public final class LogarithmicSums {

    private LogarithmicSums() {}

    /**
     * Returns a graph with long sums at once.
     *
     * @param roots the graph's roots
     * @param order all its nodes, each after its operands
     */
    public static List<Node> apply(List<Node> roots, List<Node> order) {
        UnrolledSums all = new UnrolledSums(new LogAddExp(), roots, order);
        if (!all.haveParts()) {
            return roots;
        }
        NodeMap<Boolean> dependent = new NodeMap<>();
        List<Node> sums = new ArrayList<>();
        List<Node> replacements = new ArrayList<>();
        for (Node node : order) {
            boolean isDependent = false;
            for (Node input : node.inputs()) {
                isDependent |= dependent.containsKey(input);
            }
            if (all.isWhole(node)) {
                List<Node> terms = all.terms(node);
                if (terms.size() >= RollingSum.FEWEST) {
                    if (isDependent) {
                        return roots;
                    }
                    sums.add(node);
                    replacements.add(ofAll(terms, node));
                    isDependent = true;
                }
            }
            if (isDependent) {
                dependent.put(node, true);
            }
        }
        return sums.isEmpty() ? roots : Substitution.replace(roots, sums, replacements);
    }

    private static Node ofAll(List<Node> terms, Node sum) {
        Node vector = Node.of(new Concatenate(), terms);
        vector.noteOrigin(sum.origin());
        Node result = Nodes.logSumExp(vector, List.of(0));
        result.noteOrigin(sum.origin());
        return result;
    }
}
