package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LogGammaHalfDifference;
import org.ppl4j.graph.Nodes;
import org.ppl4j.tensor.Tensor;

/**
 * Student's t distribution, by degrees of freedom, location and scale. The mean is undefined, NaN, for at most one degree
 * of freedom; the variance is infinite for at most two, and undefined where the mean is.
 */
public final class StudentT extends Distribution {

    private static final double HALF_LOG_PI = 0.5723649429247001;

    private final Tensor degreesOfFreedom;
    private final Tensor location;
    private final Tensor scale;

    private StudentT(Tensor degreesOfFreedom, Tensor location, Tensor scale) {
        this.degreesOfFreedom = Arguments.nonNull(degreesOfFreedom, "degreesOfFreedom");
        this.location = Arguments.nonNull(location, "location");
        this.scale = Arguments.nonNull(scale, "scale");
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(Tensor degreesOfFreedom, Tensor location, Tensor scale) {
        return new StudentT(degreesOfFreedom, location, scale);
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(Tensor degreesOfFreedom, Tensor location, double scale) {
        return of(degreesOfFreedom, location, Tensor.of(scale));
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(Tensor degreesOfFreedom, double location, Tensor scale) {
        return of(degreesOfFreedom, Tensor.of(location), scale);
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(Tensor degreesOfFreedom, double location, double scale) {
        return of(degreesOfFreedom, Tensor.of(location), Tensor.of(scale));
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(double degreesOfFreedom, Tensor location, Tensor scale) {
        return of(Tensor.of(degreesOfFreedom), location, scale);
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(double degreesOfFreedom, Tensor location, double scale) {
        return of(Tensor.of(degreesOfFreedom), location, Tensor.of(scale));
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(double degreesOfFreedom, double location, Tensor scale) {
        return of(Tensor.of(degreesOfFreedom), Tensor.of(location), scale);
    }

    /**
     * Returns a Student t distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, positive
     * @param location the location
     * @param scale the scale, positive
     */
    public static StudentT of(double degreesOfFreedom, double location, double scale) {
        return of(Tensor.of(degreesOfFreedom), Tensor.of(location), Tensor.of(scale));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("degrees of freedom", degreesOfFreedom, Supports.positive()),
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
        Tensor half = degreesOfFreedom.times(0.5);
        Tensor constant = Tensor.of(Nodes.apply(new LogGammaHalfDifference(), half.node()))
                .minus(degreesOfFreedom.log().times(0.5))
                .minus(HALF_LOG_PI)
                .minus(scale.log());
        Tensor tail = z.square().dividedBy(degreesOfFreedom).log1p();
        return constant.minus(half.plus(0.5).timesElementwise(tail));
    }

    @Override
    public Optional<LocationScale> locationScale() {
        return Optional.of(new LocationScale(location, scale));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), List.of(degreesOfFreedom, location, scale), p -> {
            double half = p[0] / 2;
            return p[1] + p[2] * random.nextGaussian() / Math.sqrt(GammaDraws.draw(half, half, random));
        });
    }

    @Override
    public Tensor mean() {
        return Tensor.where(Tensor.of(1).lessThan(degreesOfFreedom), location, Tensor.of(Double.NaN))
                .broadcastTo(shape());
    }

    @Override
    public Tensor variance() {
        Tensor finite = scale.square().timesElementwise(degreesOfFreedom).dividedBy(degreesOfFreedom.minus(2));
        Tensor orInfinite =
                Tensor.where(Tensor.of(2).lessThan(degreesOfFreedom), finite, Tensor.of(Double.POSITIVE_INFINITY));
        return Tensor.where(Tensor.of(1).lessThan(degreesOfFreedom), orInfinite, Tensor.of(Double.NaN))
                .broadcastTo(shape());
    }
}
