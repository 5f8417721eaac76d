package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/**
 * The distribution of the absolute value of a Cauchy variate of location zero. Its support includes zero, its mean is
 * infinite and its variance undefined, NaN.
 */
public final class HalfCauchy extends Distribution {

    private static final double LOG_TWO_OVER_PI = -0.4515827052894549;

    private final Tensor scale;

    private HalfCauchy(Tensor scale) {
        this.scale = Arguments.nonNull(scale, "scale");
    }

    /**
     * Returns a half-Cauchy distribution.
     *
     * @param scale the scale of the Cauchy distribution, positive
     */
    public static HalfCauchy of(Tensor scale) {
        return new HalfCauchy(scale);
    }

    /**
     * Returns a half-Cauchy distribution.
     *
     * @param scale the scale of the Cauchy distribution, positive
     */
    public static HalfCauchy of(double scale) {
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
                z.square().log1p().negate().minus(scale.log()).plus(LOG_TWO_OVER_PI));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), scale, s -> s * Draws.tan(Math.PI / 2 * random.nextDouble()));
    }

    @Override
    public Tensor mean() {
        return Tensor.of(Double.POSITIVE_INFINITY).broadcastTo(shape());
    }

    @Override
    public Tensor variance() {
        return Tensor.of(Double.NaN).broadcastTo(shape());
    }
}
