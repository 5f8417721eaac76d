package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.bijector.Simplex;
import org.ppl4j.graph.Shape;

/** Vectors along the last axis whose elements are not negative and sum to one. */
final class SimplexSupport implements Support {

    private static final String REQUIREMENT = "must be non-negative and sum to 1";

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
        Shape vectors = Violations.leading(shape, 1);
        int length = shape.dimension(shape.rank() - 1);
        for (int k = 0; k < vectors.size(); k++) {
            double sum = 0;
            for (int i = k * length; i < (k + 1) * length; i++) {
                if (!(values[i] >= 0)) {
                    return Violations.of(REQUIREMENT, values, shape, i);
                }
                sum += values[i];
            }
            if (!(Math.abs(sum - 1) <= Supports.TOLERANCE)) {
                return Optional.of(REQUIREMENT + ", got a sum of " + sum + Violations.place(vectors, k));
            }
        }
        return Optional.empty();
    }

    @Override
    public Bijector bijector() {
        return new Simplex();
    }

    @Override
    public String toString() {
        return REQUIREMENT;
    }
}
