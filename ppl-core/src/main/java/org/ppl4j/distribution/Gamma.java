package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/**
 * The gamma distribution, by shape and rate. At zero the density is its limit: infinite for a shape below one, the rate
 * for a shape of one that is a constant, zero above.
 */
public final class Gamma extends Distribution {

    private final Tensor shape;
    private final Tensor rate;

    private Gamma(Tensor shape, Tensor rate) {
        this.shape = Arguments.nonNull(shape, "shape");
        this.rate = Arguments.nonNull(rate, "rate");
    }

    /**
     * Returns a gamma distribution.
     *
     * @param shape the shape, positive
     * @param rate the rate, positive: one over the scale
     */
    public static Gamma of(Tensor shape, Tensor rate) {
        return new Gamma(shape, rate);
    }

    /**
     * Returns a gamma distribution.
     *
     * @param shape the shape, positive
     * @param rate the rate, positive: one over the scale
     */
    public static Gamma of(Tensor shape, double rate) {
        return of(shape, Tensor.of(rate));
    }

    /**
     * Returns a gamma distribution.
     *
     * @param shape the shape, positive
     * @param rate the rate, positive: one over the scale
     */
    public static Gamma of(double shape, Tensor rate) {
        return of(Tensor.of(shape), rate);
    }

    /**
     * Returns a gamma distribution.
     *
     * @param shape the shape, positive
     * @param rate the rate, positive: one over the scale
     */
    public static Gamma of(double shape, double rate) {
        return of(Tensor.of(shape), Tensor.of(rate));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("shape", shape, Supports.positive()), new Parameter("rate", rate, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.positive();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor log = Terms.log(value);
        Tensor scaled = rate.timesElementwise(value);
        Tensor density;
        if (Terms.isLarge(shape, rate, value)) {
            density = shape.log()
                    .times(0.5)
                    .minus(Terms.HALF_LOG_TWO_PI)
                    .minus(Terms.stirlingError(shape))
                    .minus(Terms.deviance(shape, scaled))
                    .minus(log);
        } else {
            Tensor constant = shape.timesElementwise(rate.log())
                    .minus(Terms.positive(shape).logGamma());
            density = Terms.weighted(shape.minus(1), log).minus(scaled).plus(constant);
        }
        Tensor isInside = Terms.both(Tensor.of(0).lessOrEqual(value), value.lessThan(Double.POSITIVE_INFINITY));
        return Terms.inside(isInside, density);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), shape, rate, (s, r) -> GammaDraws.draw(s, r, random));
    }

    @Override
    public Tensor mean() {
        return shape.dividedBy(rate);
    }

    @Override
    public Tensor variance() {
        return shape.dividedBy(rate.square());
    }
}
