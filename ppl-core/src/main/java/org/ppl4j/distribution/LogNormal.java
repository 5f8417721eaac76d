package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.math.Elementary;
import org.ppl4j.tensor.Tensor;

/** The distribution of the exponential of a normal variate. The density at zero is taken as zero, its limit. */
public final class LogNormal extends Distribution {

    private final Tensor mean;
    private final Tensor standardDeviation;

    private LogNormal(Tensor mean, Tensor standardDeviation) {
        this.mean = Arguments.nonNull(mean, "mean");
        this.standardDeviation = Arguments.nonNull(standardDeviation, "standardDeviation");
    }

    /**
     * Returns a log-normal distribution.
     *
     * @param mean the mean of the logarithm
     * @param standardDeviation the standard deviation of the logarithm, positive
     */
    public static LogNormal of(Tensor mean, Tensor standardDeviation) {
        return new LogNormal(mean, standardDeviation);
    }

    /**
     * Returns a log-normal distribution.
     *
     * @param mean the mean of the logarithm
     * @param standardDeviation the standard deviation of the logarithm, positive
     */
    public static LogNormal of(Tensor mean, double standardDeviation) {
        return of(mean, Tensor.of(standardDeviation));
    }

    /**
     * Returns a log-normal distribution.
     *
     * @param mean the mean of the logarithm
     * @param standardDeviation the standard deviation of the logarithm, positive
     */
    public static LogNormal of(double mean, Tensor standardDeviation) {
        return of(Tensor.of(mean), standardDeviation);
    }

    /**
     * Returns a log-normal distribution.
     *
     * @param mean the mean of the logarithm
     * @param standardDeviation the standard deviation of the logarithm, positive
     */
    public static LogNormal of(double mean, double standardDeviation) {
        return of(Tensor.of(mean), Tensor.of(standardDeviation));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("mean of the logarithm", mean, Supports.real()),
                new Parameter("standard deviation of the logarithm", standardDeviation, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.positive();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor log = Terms.log(value);
        Tensor z = log.minus(mean).dividedBy(standardDeviation);
        Tensor density =
                z.square().times(-0.5).minus(log).minus(standardDeviation.log()).minus(Terms.HALF_LOG_TWO_PI);
        return Terms.inside(Tensor.of(0).lessThan(value), density);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(
                shape(), mean, standardDeviation, (m, s) -> Elementary.exp(m + s * random.nextGaussian()));
    }

    @Override
    public Tensor mean() {
        return mean.plus(standardDeviation.square().times(0.5)).exp();
    }

    @Override
    public Tensor variance() {
        Tensor square = standardDeviation.square();
        return square.expm1().timesElementwise(mean.times(2).plus(square).exp());
    }
}
