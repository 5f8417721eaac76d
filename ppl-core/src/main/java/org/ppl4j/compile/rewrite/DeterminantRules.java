package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.LogDeterminant;
import org.ppl4j.graph.LogDeterminantAdjoint;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.QuadraticForm;
import org.ppl4j.graph.QuadraticFormAdjoint;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.TriangularSolve;

/**
 * Recognises the determinant and the quadratic form of a matrix where they are computed from its Cholesky factor, as the
 * density of normal vectors does. Their derivatives, ½ (α αᵀ - Σ⁻¹) for that density, need the inverse alone, share the
 * solution, and are computed together; the derivative of the factorisation costs more.
 */
public final class DeterminantRules implements Rule {

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (op instanceof Add) {
            Node joined = adjoints(inputs.get(0), inputs.get(1), simplifier);
            return joined != null ? joined : adjoints(inputs.get(1), inputs.get(0), simplifier);
        }
        if (!(op instanceof Sum sum) || !sum.isFull(inputs.get(0).shape())) {
            return null;
        }
        Node x = throughReshapes(inputs.get(0));
        if (x.op() instanceof Log) {
            return logDeterminant(x.input(0), simplifier);
        }
        if (x.op() instanceof Sum) {
            x = throughReshapes(x.input(0));
        }
        return x.op() instanceof Multiply && x.input(0) == x.input(1) ? quadraticForm(x.input(0), simplifier) : null;
    }

    /** Joins the adjoints that both send to one matrix, so that these are computed together. */
    private static @Nullable Node adjoints(Node ofDeterminant, Node ofForm, Simplifier simplifier) {
        if (!(ofDeterminant.op() instanceof LogDeterminantAdjoint)
                || ofDeterminant.inputs().size() != 3
                || !(ofForm.op() instanceof QuadraticFormAdjoint)
                || ofDeterminant.input(0) != ofForm.input(0)) {
            return null;
        }
        List<Node> inputs = new ArrayList<>(ofDeterminant.inputs());
        inputs.addAll(ofForm.inputs().subList(1, 3));
        return simplifier.make(new LogDeterminantAdjoint(), inputs);
    }

    private static @Nullable Node logDeterminant(Node diagonal, Simplifier simplifier) {
        if (!(diagonal.op() instanceof Take take) || !(diagonal.input(0).op() instanceof Cholesky)) {
            return null;
        }
        Node factor = diagonal.input(0);
        int n = factor.shape().dimension(0);
        boolean isDiagonal = take.indices().isRange()
                && take.indices().size() == n
                && take.indices().start() == 0
                && (take.indices().step() == n + 1 || n == 1);
        if (!isDiagonal) {
            return null;
        }
        Node logDeterminant = simplifier.make(new LogDeterminant(), factor.input(0), factor);
        return simplifier.make(new Multiply(), logDeterminant, simplifier.constant(0.5));
    }

    private static @Nullable Node quadraticForm(Node squared, Simplifier simplifier) {
        Node solution = throughReshapes(squared);
        if (!(solution.op() instanceof TriangularSolve solve)
                || solve.transposed()
                || !(solution.input(0).op() instanceof Cholesky)) {
            return null;
        }
        Node factor = solution.input(0);
        return simplifier.make(new QuadraticForm(), factor.input(0), factor, solution.input(1), solution);
    }

    private static Node throughReshapes(Node node) {
        return node.op() instanceof Reshape ? throughReshapes(node.input(0)) : node;
    }
}
