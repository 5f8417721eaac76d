package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/**
 * The distribution of one over a gamma variate, by shape and scale, the gamma variate's rate. The density at zero is its
 * limit, zero. The mean is infinite for a shape of at most one; the variance is infinite for a shape of at most two, and
 * undefined, NaN, where the mean is infinite.
 */
public final class InverseGamma extends Distribution {

    private final Tensor shape;
    private final Tensor scale;

    private InverseGamma(Tensor shape, Tensor scale) {
        this.shape = Arguments.nonNull(shape, "shape");
        this.scale = Arguments.nonNull(scale, "scale");
    }

    /**
     * Returns an inverse gamma distribution.
     *
     * @param shape the shape, positive
     * @param scale the scale, positive
     */
    public static InverseGamma of(Tensor shape, Tensor scale) {
        return new InverseGamma(shape, scale);
    }

    /**
     * Returns an inverse gamma distribution.
     *
     * @param shape the shape, positive
     * @param scale the scale, positive
     */
    public static InverseGamma of(Tensor shape, double scale) {
        return of(shape, Tensor.of(scale));
    }

    /**
     * Returns an inverse gamma distribution.
     *
     * @param shape the shape, positive
     * @param scale the scale, positive
     */
    public static InverseGamma of(double shape, Tensor scale) {
        return of(Tensor.of(shape), scale);
    }

    /**
     * Returns an inverse gamma distribution.
     *
     * @param shape the shape, positive
     * @param scale the scale, positive
     */
    public static InverseGamma of(double shape, double scale) {
        return of(Tensor.of(shape), Tensor.of(scale));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("shape", shape, Supports.positive()), new Parameter("scale", scale, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.positive();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor log = Terms.log(value);
        Tensor scaled = scale.dividedBy(value);
        Tensor density;
        if (Terms.isLarge(shape, scale, value)) {
            density = shape.log()
                    .times(0.5)
                    .minus(Terms.HALF_LOG_TWO_PI)
                    .minus(Terms.stirlingError(shape))
                    .minus(Terms.deviance(shape, scaled))
                    .minus(log);
        } else {
            Tensor constant = shape.timesElementwise(scale.log())
                    .minus(Terms.positive(shape).logGamma());
            density = constant.minus(shape.plus(1).timesElementwise(log)).minus(scaled);
        }
        return Terms.inside(Tensor.of(0).lessThan(value), density);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), shape, scale, (s, c) -> 1 / GammaDraws.draw(s, c, random));
    }

    @Override
    public Tensor mean() {
        Tensor mean = scale.dividedBy(shape.minus(1));
        return Tensor.where(Tensor.of(1).lessThan(shape), mean, Tensor.of(Double.POSITIVE_INFINITY));
    }

    @Override
    public Tensor variance() {
        Tensor variance = mean().square().dividedBy(shape.minus(2));
        Tensor orInfinite = Tensor.where(Tensor.of(2).lessThan(shape), variance, Tensor.of(Double.POSITIVE_INFINITY));
        return Tensor.where(Tensor.of(1).lessThan(shape), orInfinite, Tensor.of(Double.NaN));
    }
}
