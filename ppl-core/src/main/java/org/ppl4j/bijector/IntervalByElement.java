package org.ppl4j.bijector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Values between bounds some of which are infinite: each element goes through the map for its own bounds.
 *
 * @param lower the lower bound; minus infinity where there is none
 * @param upper the upper bound; infinity where there is none
 */
record IntervalByElement(Tensor lower, Tensor upper) implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        Shape shape = unconstrained.shape();
        Tensor result = Tensor.of(0);
        for (Group group : groups(shape)) {
            result = result.plus(
                    group.bijector().forward(group.of(unconstrained)).put(shape, group.elements()));
        }
        return result;
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        Shape shape = constrained.shape();
        Tensor result = Tensor.of(0);
        for (Group group : groups(shape)) {
            result = result.plus(group.bijector().inverse(group.of(constrained)).put(shape, group.elements()));
        }
        return result;
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        Tensor result = Tensor.of(0);
        for (Group group : groups(unconstrained.shape())) {
            result = result.plus(group.bijector().logAbsDetJacobian(group.of(unconstrained), group.of(constrained)));
        }
        return result;
    }

    /** The elements that are bounded on the same sides. */
    private record Group(Indices elements, Bijector bijector) {

        Tensor of(Tensor value) {
            return pick(value, elements);
        }
    }

    private List<Group> groups(Shape shape) {
        Tensor below = lower.broadcastTo(shape);
        Tensor above = upper.broadcastTo(shape);
        boolean[] boundedBelow = bounded(below);
        boolean[] boundedAbove = bounded(above);
        List<Group> groups = new ArrayList<>();
        for (int sides = 0; sides < 4; sides++) {
            boolean hasLower = (sides & 1) != 0;
            boolean hasUpper = (sides & 2) != 0;
            Indices elements = Indices.of(IntStream.range(0, shape.size())
                    .filter(i -> boundedBelow[i] == hasLower && boundedAbove[i] == hasUpper)
                    .toArray());
            if (elements.size() > 0) {
                groups.add(new Group(elements, Interval.between(pick(below, elements), pick(above, elements))));
            }
        }
        return groups;
    }

    private static Tensor pick(Tensor value, Indices elements) {
        return value.take(Shape.of(elements.size()), elements);
    }

    private static boolean[] bounded(Tensor bound) {
        boolean[] bounded = new boolean[bound.size()];
        double[] values = bound.isConcrete() ? bound.toArray() : new double[bound.size()];
        for (int i = 0; i < bounded.length; i++) {
            bounded[i] = !Double.isInfinite(values[i]);
        }
        return bounded;
    }
}
