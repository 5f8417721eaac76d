package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.tensor.Tensor;

/** The Poisson distribution. A rate of zero is allowed: then the value is zero. */
public final class Poisson extends Distribution {

    private final Parameter parameter;
    private final Tensor rate;

    private Poisson(Parameter parameter, Tensor rate) {
        this.parameter = parameter;
        this.rate = rate;
    }

    /**
     * Returns a Poisson distribution.
     *
     * @param rate the rate, not negative: the mean
     */
    public static Poisson of(Tensor rate) {
        return new Poisson(new Parameter("rate", rate, Supports.nonNegative()), rate);
    }

    /**
     * Returns a Poisson distribution.
     *
     * @param rate the rate, not negative: the mean
     */
    public static Poisson of(double rate) {
        return of(Tensor.of(rate));
    }

    /**
     * Returns a Poisson distribution by the logarithm of the rate, as a Poisson regression has it.
     *
     * @param logRate the logarithm of the rate
     */
    public static Poisson ofLogRate(Tensor logRate) {
        return new Poisson(new Parameter("log rate", logRate, Supports.real()), logRate.exp());
    }

    /**
     * Returns a Poisson distribution by the logarithm of the rate.
     *
     * @param logRate the logarithm of the rate
     */
    public static Poisson ofLogRate(double logRate) {
        return ofLogRate(Tensor.of(logRate));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(parameter);
    }

    @Override
    public Support support() {
        return Supports.nonNegativeInteger();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor density;
        if (Terms.isLarge(value, rate)) {
            density = nearTheMode(value);
        } else {
            Tensor valid = Terms.exponent(rate).isPresent()
                    ? rate
                    : Terms.valid(Tensor.of(0).lessOrEqual(rate), rate);
            density = Terms.weighted(value, Terms.log(valid))
                    .minus(valid)
                    .minus(value.plus(1).logGamma());
        }
        return Terms.inside(Terms.isCount(value), density);
    }

    /** Loader's form, in the deviance from the mode; its argument is kept positive where the value is zero. */
    private Tensor nearTheMode(Tensor value) {
        Tensor count = value.maximum(1);
        Tensor some = Terms.deviance(count, rate)
                .plus(Terms.stirlingError(count))
                .plus(count.log().times(0.5))
                .plus(Terms.HALF_LOG_TWO_PI);
        return Tensor.where(value.equalTo(0), rate, some).negate();
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), rate, r -> CountDraws.poisson(r, random));
    }

    @Override
    public Tensor mean() {
        return rate;
    }

    @Override
    public Tensor variance() {
        return rate;
    }
}
