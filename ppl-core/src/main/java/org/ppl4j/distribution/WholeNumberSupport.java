package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.graph.Shape;

/** Whole numbers from a fixed set. */
final class WholeNumberSupport implements Support {

    private final String requirement;
    private final double low;
    private final double high;

    /**
     * Creates a set.
     *
     * @param requirement what an element must be, in words
     * @param low the lowest element
     * @param high the highest element, perhaps infinite
     */
    WholeNumberSupport(String requirement, double low, double high) {
        this.requirement = requirement;
        this.low = low;
        this.high = high;
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
        return Violations.firstOutside(requirement, low, high, true, values, shape);
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
