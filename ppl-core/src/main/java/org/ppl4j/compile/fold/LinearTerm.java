package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Subtract;

/**
 * A product of factors, and perhaps of a data matrix and a vector.
 *
 * @param factors the factors
 * @param predictor the matrix product
 */
record LinearTerm(Factors factors, @Nullable Predictor predictor) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinearTerm that
                && factors.equals(that.factors)
                && Objects.equals(predictor, that.predictor);
    }

    @Override
    public int hashCode() {
        return Objects.hash(factors, predictor);
    }

    /** Returns the terms of a sum of products, each a number a row; null if it is something else. */
    static @Nullable List<LinearTerm> of(Node sum, FactorFinder finder) {
        List<LinearTerm> terms = new ArrayList<>();
        return add(sum, Factors.NONE, finder, terms, 0) ? terms : null;
    }

    private static boolean add(Node node, Factors factors, FactorFinder finder, List<LinearTerm> terms, int depth) {
        List<Node> cores = new ArrayList<>();
        Factors all = factors.times(finder.peel(node, cores));
        if (cores.isEmpty()) {
            terms.add(new LinearTerm(all, null));
            return true;
        }
        if (cores.size() > 1 || depth > FactorFinder.DEEPEST) {
            return false;
        }
        Node core = cores.get(0);
        Predictor predictor = Predictor.of(core, finder.interner());
        if (predictor != null) {
            terms.add(new LinearTerm(all, predictor));
            return true;
        }
        if (core.op() instanceof Add || core.op() instanceof Subtract) {
            Factors second = core.op() instanceof Add ? all : all.times(finder.minusOne(core));
            return add(core.input(0), all, finder, terms, depth + 1)
                    && add(core.input(1), second, finder, terms, depth + 1);
        }
        return false;
    }
}
