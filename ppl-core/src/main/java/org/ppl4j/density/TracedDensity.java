package org.ppl4j.density;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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
        return rewritten(replacement, roots -> Substitution.replace(roots, variable, replacement));
    }

    /**
     * Returns the same density, with its nodes computed in another way.
     *
     * @param rewriting returns nodes for the three sums and what is recorded
     */
    public TracedDensity rewritten(UnaryOperator<List<Node>> rewriting) {
        return rewritten(variable, rewriting);
    }

    private TracedDensity rewritten(Node newVariable, UnaryOperator<List<Node>> rewriting) {
        List<Node> roots = new ArrayList<>(List.of(logPrior, logLikelihood, logJacobian));
        roots.addAll(recorded);
        List<Node> others = rewriting.apply(roots);
        return new TracedDensity(
                newVariable, others.get(0), others.get(1), others.get(2), others.subList(3, others.size()));
    }
}
