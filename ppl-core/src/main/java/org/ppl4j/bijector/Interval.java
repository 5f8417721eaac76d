package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.tensor.Tensor;

/**
 * The logistic function scaled to an interval, for values between two bounds, element by element.
 *
 * <p>Where rounding would put a value onto a constant bound (above 37 for the unit interval), it is the neighbouring
 * number inside, with gradient zero, so that a density that is infinite at the bound stays finite. A bound that is random
 * or data is then attained exactly. The log-Jacobian is finite throughout. Of the unit interval the logarithms of a value, and
 * of one minus it, are taken of what was not rounded.
 *
 * @param lower the lower bound, finite, random or not; it broadcasts to the value
 * @param upper the upper bound, likewise
 */
public record Interval(Tensor lower, Tensor upper) implements Bijector {

    /**
     * Returns the map to an interval, any of whose bounds may be infinite where they are not random: an element bounded on
     * one side only is mapped as by {@link LowerBound} or {@link UpperBound}, an unbounded one as by {@link Identity}.
     * Which bounds are infinite is read here, so data that replace the bounds later must be infinite at the same places.
     *
     * @param lower the lower bound
     * @param upper the upper bound
     */
    public static Bijector between(Tensor lower, Tensor upper) {
        int infiniteBelow = countInfinite(lower);
        int infiniteAbove = countInfinite(upper);
        boolean boundedBelow = infiniteBelow < lower.size();
        boolean boundedAbove = infiniteAbove < upper.size();
        if ((boundedBelow && infiniteBelow > 0) || (boundedAbove && infiniteAbove > 0)) {
            return new IntervalByElement(lower, upper);
        }
        if (boundedBelow) {
            return boundedAbove ? new Interval(lower, upper) : new LowerBound(lower);
        }
        return boundedAbove ? new UpperBound(upper) : new Identity();
    }

    /** Returns how many elements are infinite: none of a random bound. */
    private static int countInfinite(Tensor bound) {
        int count = 0;
        for (double element : bound.isConcrete() ? bound.toArray() : new double[0]) {
            count += Double.isInfinite(element) ? 1 : 0;
        }
        return count;
    }

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        if (lower.node().isConstant(0) && upper.node().isConstant(1)) {
            return Tensor.of(Sigmoid.inside(unconstrained.node()));
        }
        Tensor width = upper.minus(lower);
        // Tensor.times takes a matrix and a vector for a matrix product
        Tensor above = width.timesElementwise(unconstrained.sigmoid());
        return Bounds.keepBelow(upper, Bounds.keepAbove(lower, lower.plus(above)));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        return constrained.minus(lower).log().minus(upper.minus(constrained).log());
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        return upper.minus(lower)
                .log()
                .minus(unconstrained.softplus())
                .minus(unconstrained.negate().softplus())
                .sum();
    }
}
