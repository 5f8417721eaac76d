package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/**
 * The beta distribution. At zero and at one the density is its limit: infinite for a shape below one, finite for a shape
 * of one that is a constant, zero above.
 */
public final class Beta extends Distribution {

    private final Tensor alpha;
    private final Tensor beta;

    private Beta(Tensor alpha, Tensor beta) {
        this.alpha = Arguments.nonNull(alpha, "alpha");
        this.beta = Arguments.nonNull(beta, "beta");
    }

    /**
     * Returns a beta distribution.
     *
     * @param alpha the first shape, positive: larger values pull towards one
     * @param beta the second shape, positive: larger values pull towards zero
     */
    public static Beta of(Tensor alpha, Tensor beta) {
        return new Beta(alpha, beta);
    }

    /**
     * Returns a beta distribution.
     *
     * @param alpha the first shape, positive: larger values pull towards one
     * @param beta the second shape, positive: larger values pull towards zero
     */
    public static Beta of(Tensor alpha, double beta) {
        return of(alpha, Tensor.of(beta));
    }

    /**
     * Returns a beta distribution.
     *
     * @param alpha the first shape, positive: larger values pull towards one
     * @param beta the second shape, positive: larger values pull towards zero
     */
    public static Beta of(double alpha, Tensor beta) {
        return of(Tensor.of(alpha), beta);
    }

    /**
     * Returns a beta distribution.
     *
     * @param alpha the first shape, positive: larger values pull towards one
     * @param beta the second shape, positive: larger values pull towards zero
     */
    public static Beta of(double alpha, double beta) {
        return of(Tensor.of(alpha), Tensor.of(beta));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("alpha", alpha, Supports.positive()), new Parameter("beta", beta, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.unitInterval();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor log = Terms.log(value);
        Tensor logOther = Terms.logOneMinus(value);
        Tensor density = Terms.isLarge(alpha.plus(beta), value, Tensor.of(1).minus(value))
                ? nearTheMode(value, log, logOther)
                : Terms.weighted(alpha.minus(1), log)
                        .plus(Terms.weighted(beta.minus(1), logOther))
                        .minus(Terms.logBeta(Terms.positive(alpha), Terms.positive(beta)));
        return Terms.inside(Terms.both(Tensor.of(0).lessOrEqual(value), value.lessOrEqual(1)), density);
    }

    /**
     * The density as that of a binomial count of alpha - 1 in alpha + beta - 2 trials of this probability, in deviances
     * from the mode.
     */
    private Tensor nearTheMode(Tensor value, Tensor log, Tensor logOther) {
        Tensor total = alpha.plus(beta);
        Tensor other = Tensor.of(1).minus(value);
        return alpha.log()
                .plus(beta.log())
                .minus(total.log())
                .times(0.5)
                .minus(Terms.HALF_LOG_TWO_PI)
                .plus(Terms.stirlingError(total))
                .minus(Terms.stirlingError(alpha))
                .minus(Terms.stirlingError(beta))
                .minus(Terms.deviance(alpha, total.timesElementwise(value)))
                .minus(Terms.deviance(beta, total.timesElementwise(other)))
                .minus(log)
                .minus(logOther);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), alpha, beta, (a, b) -> GammaDraws.beta(a, b, random));
    }

    @Override
    public Tensor mean() {
        return alpha.dividedBy(alpha.plus(beta));
    }

    @Override
    public Tensor variance() {
        Tensor total = alpha.plus(beta);
        return mean().timesElementwise(beta.dividedBy(total)).dividedBy(total.plus(1));
    }
}
