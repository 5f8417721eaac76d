package org.ppl4j.distribution;

import java.util.Optional;
import java.util.function.DoublePredicate;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.graph.Shape;

/** Whole numbers from a fixed set. */
final class WholeNumberSupport implements Support {

    private final String requirement;
    private final DoublePredicate test;

    WholeNumberSupport(String requirement, DoublePredicate test) {
        this.requirement = requirement;
        this.test = test;
    }

    static boolean isWhole(double x) {
        return x == Math.rint(x);
    }

    @Override
    public boolean isDiscrete() {
        return true;
    }

    @Override
    public Optional<String> violation(double[] values, Shape shape) {
        return Violations.firstFailing(requirement, x -> isWhole(x) && test.test(x), values, shape);
    }

    @Override
    public Bijector bijector() {
        throw noBijector();
    }

    static UnsupportedOperationException noBijector() {
        return new UnsupportedOperationException("Discrete values have no smooth map from the real numbers: sum the"
                + " variable out, observe it, or use a sampler for discrete variables.");
    }

    @Override
    public String toString() {
        return requirement;
    }
}
