package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/** The normal distribution, by mean and standard deviation. */
public final class Normal extends Distribution {

    private final Tensor mean;
    private final Tensor standardDeviation;

    private Normal(Tensor mean, Tensor standardDeviation) {
        this.mean = Arguments.nonNull(mean, "mean");
        this.standardDeviation = Arguments.nonNull(standardDeviation, "standardDeviation");
    }

    /**
     * Returns a normal distribution.
     *
     * @param mean the mean
     * @param standardDeviation the standard deviation, positive
     */
    public static Normal of(Tensor mean, Tensor standardDeviation) {
        return new Normal(mean, standardDeviation);
    }

    /**
     * Returns a normal distribution.
     *
     * @param mean the mean
     * @param standardDeviation the standard deviation, positive
     */
    public static Normal of(Tensor mean, double standardDeviation) {
        return new Normal(mean, Tensor.of(standardDeviation));
    }

    /**
     * Returns a normal distribution.
     *
     * @param mean the mean
     * @param standardDeviation the standard deviation, positive
     */
    public static Normal of(double mean, Tensor standardDeviation) {
        return new Normal(Tensor.of(mean), standardDeviation);
    }

    /**
     * Returns a normal distribution.
     *
     * @param mean the mean
     * @param standardDeviation the standard deviation, positive
     */
    public static Normal of(double mean, double standardDeviation) {
        return new Normal(Tensor.of(mean), Tensor.of(standardDeviation));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("mean", mean, Supports.real()),
                new Parameter("standard deviation", standardDeviation, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.real();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor z = value.minus(mean).dividedBy(standardDeviation);
        return z.square().times(-0.5).minus(standardDeviation.log()).minus(Terms.HALF_LOG_TWO_PI);
    }

    @Override
    public Optional<LocationScale> locationScale() {
        return Optional.of(new LocationScale(mean, standardDeviation));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), mean, standardDeviation, (m, s) -> m + s * random.nextGaussian());
    }

    @Override
    public Tensor mean() {
        return mean.broadcastTo(shape());
    }

    @Override
    public Tensor variance() {
        return standardDeviation.square().broadcastTo(shape());
    }
}
