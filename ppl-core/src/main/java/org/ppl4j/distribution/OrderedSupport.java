package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.bijector.Ordered;
import org.ppl4j.graph.Shape;

/** Strictly increasing vectors along the last axis. */
final class OrderedSupport implements Support {

    private static final String REQUIREMENT = "must be strictly increasing";

    @Override
    public boolean isDiscrete() {
        return false;
    }

    @Override
    public Optional<String> violation(double[] values, Shape shape) {
        Optional<String> wrongShape = Violations.notAVector(shape);
        if (wrongShape.isPresent()) {
            return wrongShape;
        }
        int length = shape.dimension(shape.rank() - 1);
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                return Violations.of(REQUIREMENT, values, shape, i);
            }
            if (Double.isInfinite(values[i])) {
                return Violations.of("must be finite", values, shape, i);
            }
            if (i % length > 0 && values[i] <= values[i - 1]) {
                return Optional.of(
                        REQUIREMENT + ", got " + values[i] + " after " + values[i - 1] + Violations.place(shape, i));
            }
        }
        return Optional.empty();
    }

    @Override
    public Bijector bijector() {
        return new Ordered();
    }

    @Override
    public String toString() {
        return REQUIREMENT;
    }
}
