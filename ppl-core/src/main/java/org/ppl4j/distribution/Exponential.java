package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/** The exponential distribution, by rate. Its support includes zero, where the density is the rate. */
public final class Exponential extends Distribution {

    private final Tensor rate;

    private Exponential(Tensor rate) {
        this.rate = Arguments.nonNull(rate, "rate");
    }

    /**
     * Returns an exponential distribution.
     *
     * @param rate the rate, positive: one over the mean
     */
    public static Exponential of(Tensor rate) {
        return new Exponential(rate);
    }

    /**
     * Returns an exponential distribution.
     *
     * @param rate the rate, positive: one over the mean
     */
    public static Exponential of(double rate) {
        return of(Tensor.of(rate));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("rate", rate, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.nonNegative();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        return Terms.inside(Tensor.of(0).lessOrEqual(value), rate.log().minus(rate.timesElementwise(value)));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), rate, r -> random.nextExponential() / r);
    }

    @Override
    public Tensor mean() {
        return rate.reciprocal();
    }

    @Override
    public Tensor variance() {
        return rate.square().reciprocal();
    }
}
