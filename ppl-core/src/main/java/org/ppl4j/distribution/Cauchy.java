package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/** The Cauchy distribution. Its mean and its variance do not exist: both are NaN. */
public final class Cauchy extends Distribution {

    private static final double LOG_PI = 1.1447298858494002;

    private final Tensor location;
    private final Tensor scale;

    private Cauchy(Tensor location, Tensor scale) {
        this.location = Arguments.nonNull(location, "location");
        this.scale = Arguments.nonNull(scale, "scale");
    }

    /**
     * Returns a Cauchy distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Cauchy of(Tensor location, Tensor scale) {
        return new Cauchy(location, scale);
    }

    /**
     * Returns a Cauchy distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Cauchy of(Tensor location, double scale) {
        return of(location, Tensor.of(scale));
    }

    /**
     * Returns a Cauchy distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Cauchy of(double location, Tensor scale) {
        return of(Tensor.of(location), scale);
    }

    /**
     * Returns a Cauchy distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Cauchy of(double location, double scale) {
        return of(Tensor.of(location), Tensor.of(scale));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("location", location, Supports.real()),
                new Parameter("scale", scale, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.real();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor z = value.minus(location).dividedBy(scale);
        return z.square().log1p().negate().minus(scale.log()).minus(LOG_PI);
    }

    @Override
    public Optional<LocationScale> locationScale() {
        return Optional.of(new LocationScale(location, scale));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(
                shape(), location, scale, (l, s) -> l + s * Draws.tan(Math.PI * (random.nextDouble() - 0.5)));
    }

    @Override
    public Tensor mean() {
        return Tensor.of(Double.NaN).broadcastTo(shape());
    }

    @Override
    public Tensor variance() {
        return Tensor.of(Double.NaN).broadcastTo(shape());
    }
}
