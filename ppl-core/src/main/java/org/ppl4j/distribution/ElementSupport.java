package org.ppl4j.distribution;

import java.util.Optional;
import java.util.function.DoublePredicate;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.graph.Shape;

/** Elements of a continuous set that is fixed, each by itself. */
final class ElementSupport implements Support {

    private final String requirement;
    private final DoublePredicate test;
    private final Bijector bijector;

    ElementSupport(String requirement, DoublePredicate test, Bijector bijector) {
        this.requirement = requirement;
        this.test = test;
        this.bijector = bijector;
    }

    @Override
    public boolean isDiscrete() {
        return false;
    }

    @Override
    public Optional<String> violation(double[] values, Shape shape) {
        return Violations.firstFailing(requirement, test, values, shape);
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
