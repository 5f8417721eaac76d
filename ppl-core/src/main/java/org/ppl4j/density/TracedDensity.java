package org.ppl4j.density;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Substitution;

/**
 * The graph of a log density: three sums, and what to record of a position.
 *
 * @param variable the unconstrained coordinates, a vector
 * @param logPrior the sum over the sampled sites, a scalar
 * @param logLikelihood the sum over the observed sites and the factors, a scalar
 * @param logJacobian the sum of the log-Jacobians of the constraining maps, a scalar
 * @param recorded the constrained values and the deterministic ones
 */
public record TracedDensity(Node variable, Node logPrior, Node logLikelihood, Node logJacobian, List<Node> recorded) {

    /** Copies the list. */
    public TracedDensity {
        recorded = List.copyOf(recorded);
    }

    /**
     * Returns the same density of another variable.
     *
     * @param replacement takes the place of the variable
     */
    public TracedDensity substitute(Node replacement) {
        List<Node> roots = new ArrayList<>(List.of(logPrior, logLikelihood, logJacobian));
        roots.addAll(recorded);
        List<Node> replaced = Substitution.replace(roots, variable, replacement);
        return new TracedDensity(
                replacement, replaced.get(0), replaced.get(1), replaced.get(2), replaced.subList(3, replaced.size()));
    }
}
