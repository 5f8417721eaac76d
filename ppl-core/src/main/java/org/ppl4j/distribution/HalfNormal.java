package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/** The distribution of the absolute value of a normal variate of mean zero. Its support includes zero. */
public final class HalfNormal extends Distribution {

    private static final double HALF_LOG_TWO_OVER_PI = -0.22579135264472744;

    private final Tensor scale;

    private HalfNormal(Tensor scale) {
        this.scale = Arguments.nonNull(scale, "scale");
    }

    /**
     * Returns a half-normal distribution.
     *
     * @param scale the standard deviation of the normal distribution, positive
     */
    public static HalfNormal of(Tensor scale) {
        return new HalfNormal(scale);
    }

    /**
     * Returns a half-normal distribution.
     *
     * @param scale the standard deviation of the normal distribution, positive
     */
    public static HalfNormal of(double scale) {
        return of(Tensor.of(scale));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("scale", scale, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.nonNegative();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor z = value.dividedBy(scale);
        return Terms.inside(
                Tensor.of(0).lessOrEqual(value),
                z.square().times(-0.5).minus(scale.log()).plus(HALF_LOG_TWO_OVER_PI));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), scale, s -> s * Math.abs(random.nextGaussian()));
    }

    @Override
    public Tensor mean() {
        return scale.times(Math.sqrt(2 / Math.PI));
    }

    @Override
    public Tensor variance() {
        return scale.square().times(1 - 2 / Math.PI);
    }
}
