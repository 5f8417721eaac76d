package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.graph.Shape;

/** Elements of a fixed interval, each by itself. */
final class ElementSupport implements Support {

    private final String requirement;
    private final double low;
    private final double high;
    private final Bijector bijector;

    /**
     * Creates a set.
     *
     * @param requirement what an element must be, in words
     * @param low the lowest element; what is infinite is none
     * @param high the highest element
     * @param bijector the map to the set
     */
    ElementSupport(String requirement, double low, double high, Bijector bijector) {
        this.requirement = requirement;
        this.low = low;
        this.high = high;
        this.bijector = bijector;
    }

    @Override
    public boolean isDiscrete() {
        return false;
    }

    @Override
    public Optional<String> violation(double[] values, Shape shape) {
        return Violations.firstOutside(requirement, low, high, false, values, shape);
    }

    @Override
    public Bijector bijector() {
        return bijector;
    }

    @Override
    public String toString() {
        return requirement;
    }
}
