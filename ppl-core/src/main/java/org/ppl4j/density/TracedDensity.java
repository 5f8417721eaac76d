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
        return of(replacement, Substitution.replace(roots(), variable, replacement));
    }

    /**
     * Returns the same density, with its nodes computed in another way.
     *
     * @param others nodes in the place of all {@link #roots}
     */
    public TracedDensity withRoots(List<Node> others) {
        return of(variable, others);
    }

    /** Returns the nodes of the three sums, and those of what is recorded. */
    public List<Node> roots() {
        List<Node> roots = new ArrayList<>(List.of(logPrior, logLikelihood, logJacobian));
        roots.addAll(recorded);
        return roots;
    }

    private static TracedDensity of(Node variable, List<Node> roots) {
        return new TracedDensity(variable, roots.get(0), roots.get(1), roots.get(2), roots.subList(3, roots.size()));
    }
}
