package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/** The Laplace, or double exponential, distribution. */
public final class Laplace extends Distribution {

    private static final double LOG_TWO = 0.6931471805599453;

    private final Tensor location;
    private final Tensor scale;

    private Laplace(Tensor location, Tensor scale) {
        this.location = Arguments.nonNull(location, "location");
        this.scale = Arguments.nonNull(scale, "scale");
    }

    /**
     * Returns a Laplace distribution.
     *
     * @param location the location
     * @param scale the scale, positive: the mean distance from the location
     */
    public static Laplace of(Tensor location, Tensor scale) {
        return new Laplace(location, scale);
    }

    /**
     * Returns a Laplace distribution.
     *
     * @param location the location
     * @param scale the scale, positive: the mean distance from the location
     */
    public static Laplace of(Tensor location, double scale) {
        return of(location, Tensor.of(scale));
    }

    /**
     * Returns a Laplace distribution.
     *
     * @param location the location
     * @param scale the scale, positive: the mean distance from the location
     */
    public static Laplace of(double location, Tensor scale) {
        return of(Tensor.of(location), scale);
    }

    /**
     * Returns a Laplace distribution.
     *
     * @param location the location
     * @param scale the scale, positive: the mean distance from the location
     */
    public static Laplace of(double location, double scale) {
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
        return value.minus(location)
                .abs()
                .dividedBy(scale)
                .negate()
                .minus(scale.log())
                .minus(LOG_TWO);
    }

    @Override
    public Optional<LocationScale> locationScale() {
        return Optional.of(new LocationScale(location, scale));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), location, scale, (l, s) -> {
            double distance = s * random.nextExponential();
            return random.nextBoolean() ? l + distance : l - distance;
        });
    }

    @Override
    public Tensor mean() {
        return location.broadcastTo(shape());
    }

    @Override
    public Tensor variance() {
        return scale.square().times(2).broadcastTo(shape());
    }
}
