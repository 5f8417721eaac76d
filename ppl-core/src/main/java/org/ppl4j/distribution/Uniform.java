package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/** The uniform distribution between two bounds, which belong to the support. */
public final class Uniform extends Distribution {

    private final Tensor lower;
    private final Tensor upper;

    private Uniform(Tensor lower, Tensor upper) {
        this.lower = Arguments.nonNull(lower, "lower");
        this.upper = Arguments.nonNull(upper, "upper");
    }

    /**
     * Returns a uniform distribution.
     *
     * @param lower the lower bound
     * @param upper the upper bound, above the lower
     */
    public static Uniform of(Tensor lower, Tensor upper) {
        return new Uniform(lower, upper);
    }

    /**
     * Returns a uniform distribution.
     *
     * @param lower the lower bound
     * @param upper the upper bound, above the lower
     */
    public static Uniform of(Tensor lower, double upper) {
        return of(lower, Tensor.of(upper));
    }

    /**
     * Returns a uniform distribution.
     *
     * @param lower the lower bound
     * @param upper the upper bound, above the lower
     */
    public static Uniform of(double lower, Tensor upper) {
        return of(Tensor.of(lower), upper);
    }

    /**
     * Returns a uniform distribution.
     *
     * @param lower the lower bound
     * @param upper the upper bound, above the lower
     */
    public static Uniform of(double lower, double upper) {
        return of(Tensor.of(lower), Tensor.of(upper));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("lower bound", lower, Supports.real()),
                new Parameter("upper bound", upper, Supports.greaterThan(lower)));
    }

    @Override
    public Support support() {
        return Supports.interval(lower, upper);
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor isInside = Terms.both(lower.lessOrEqual(value), value.lessOrEqual(upper));
        return Terms.inside(isInside, upper.minus(lower).log().negate());
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), lower, upper, random::nextDouble);
    }

    @Override
    public Tensor mean() {
        return lower.plus(upper).times(0.5);
    }

    @Override
    public Tensor variance() {
        return upper.minus(lower).square().dividedBy(12);
    }
}
