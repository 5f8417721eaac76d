package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.math.Elementary;
import org.ppl4j.tensor.Tensor;

/** The logistic distribution. */
public final class Logistic extends Distribution {

    private final Tensor location;
    private final Tensor scale;

    private Logistic(Tensor location, Tensor scale) {
        this.location = Arguments.nonNull(location, "location");
        this.scale = Arguments.nonNull(scale, "scale");
    }

    /**
     * Returns a logistic distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Logistic of(Tensor location, Tensor scale) {
        return new Logistic(location, scale);
    }

    /**
     * Returns a logistic distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Logistic of(Tensor location, double scale) {
        return of(location, Tensor.of(scale));
    }

    /**
     * Returns a logistic distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Logistic of(double location, Tensor scale) {
        return of(Tensor.of(location), scale);
    }

    /**
     * Returns a logistic distribution.
     *
     * @param location the location
     * @param scale the scale, positive
     */
    public static Logistic of(double location, double scale) {
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
        Tensor distance = value.minus(location).dividedBy(scale);
        // The density is even; written for the negative side it does not overflow.
        // Not by abs(), whose second derivative at the location would make this one's zero.
        Tensor towardsNegative = Tensor.where(distance.lessThan(0), Tensor.of(1), Tensor.of(-1));
        Tensor negative = distance.timesElementwise(towardsNegative);
        return negative.minus(negative.softplus().times(2)).minus(scale.log());
    }

    @Override
    public Optional<LocationScale> locationScale() {
        return Optional.of(new LocationScale(location, scale));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), location, scale, (l, s) -> {
            double numerator = random.nextExponential();
            double denominator = random.nextExponential();
            return l + s * (Elementary.log(numerator) - Elementary.log(denominator));
        });
    }

    @Override
    public Tensor mean() {
        return location.broadcastTo(shape());
    }

    @Override
    public Tensor variance() {
        return scale.square().times(Math.PI * Math.PI / 3).broadcastTo(shape());
    }
}
