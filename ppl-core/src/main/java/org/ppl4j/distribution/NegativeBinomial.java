package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.tensor.Tensor;

/**
 * The negative binomial distribution: the number of failures before a number of successes, or, by its mean, a Poisson
 * distribution with a gamma-distributed rate.
 */
public final class NegativeBinomial extends Distribution {

    private final List<Parameter> parameters;
    private final Tensor successes;
    private final Tensor probability;
    private final Tensor complement;
    private final Tensor logProbability;
    private final Tensor logComplement;

    private NegativeBinomial(
            List<Parameter> parameters,
            Tensor successes,
            Tensor probability,
            Tensor complement,
            Tensor logProbability,
            Tensor logComplement) {
        this.parameters = parameters;
        this.successes = successes;
        this.probability = probability;
        this.complement = complement;
        this.logProbability = logProbability;
        this.logComplement = logComplement;
    }

    /**
     * Returns a negative binomial distribution.
     *
     * @param successes the number of successes to wait for, positive, not necessarily whole
     * @param probability the probability of a success, positive
     */
    public static NegativeBinomial of(Tensor successes, Tensor probability) {
        Chance chance = Chance.of(probability);
        List<Parameter> parameters =
                List.of(new Parameter("successes", successes, Supports.positive()), chance.parameter());
        return new NegativeBinomial(
                parameters, successes, chance.probability(), chance.complement(), chance.log(), chance.logComplement());
    }

    /**
     * Returns a negative binomial distribution.
     *
     * @param successes the number of successes to wait for, positive, not necessarily whole
     * @param probability the probability of a success, positive
     */
    public static NegativeBinomial of(Tensor successes, double probability) {
        return of(successes, Tensor.of(probability));
    }

    /**
     * Returns a negative binomial distribution.
     *
     * @param successes the number of successes to wait for, positive, not necessarily whole
     * @param probability the probability of a success, positive
     */
    public static NegativeBinomial of(double successes, Tensor probability) {
        return of(Tensor.of(successes), probability);
    }

    /**
     * Returns a negative binomial distribution.
     *
     * @param successes the number of successes to wait for, positive, not necessarily whole
     * @param probability the probability of a success, positive
     */
    public static NegativeBinomial of(double successes, double probability) {
        return of(Tensor.of(successes), Tensor.of(probability));
    }

    /**
     * Returns a negative binomial distribution by its mean, with the variance mean + mean² / dispersion.
     *
     * @param mean the mean, positive
     * @param dispersion the dispersion, positive: as it grows the distribution approaches the Poisson distribution
     */
    public static NegativeBinomial ofMean(Tensor mean, Tensor dispersion) {
        List<Parameter> parameters = List.of(
                new Parameter("mean", mean, Supports.positive()),
                new Parameter("dispersion", dispersion, Supports.positive()));
        // A mean made by an exponential has a logarithm without overflow.
        Tensor valid = Terms.exponent(mean).isPresent() ? mean : Terms.positive(mean);
        Tensor logOdds = Terms.log(valid).minus(Terms.log(dispersion));
        Tensor total = mean.plus(dispersion);
        return new NegativeBinomial(
                parameters,
                dispersion,
                dispersion.dividedBy(total),
                mean.dividedBy(total),
                logOdds.softplus().negate(),
                logOdds.negate().softplus().negate());
    }

    /**
     * Returns a negative binomial distribution by its mean, with the variance mean + mean² / dispersion.
     *
     * @param mean the mean, positive
     * @param dispersion the dispersion, positive: as it grows the distribution approaches the Poisson distribution
     */
    public static NegativeBinomial ofMean(Tensor mean, double dispersion) {
        return ofMean(mean, Tensor.of(dispersion));
    }

    /**
     * Returns a negative binomial distribution by its mean, with the variance mean + mean² / dispersion.
     *
     * @param mean the mean, positive
     * @param dispersion the dispersion, positive: as it grows the distribution approaches the Poisson distribution
     */
    public static NegativeBinomial ofMean(double mean, Tensor dispersion) {
        return ofMean(Tensor.of(mean), dispersion);
    }

    /**
     * Returns a negative binomial distribution by its mean, with the variance mean + mean² / dispersion.
     *
     * @param mean the mean, positive
     * @param dispersion the dispersion, positive: as it grows the distribution approaches the Poisson distribution
     */
    public static NegativeBinomial ofMean(double mean, double dispersion) {
        return ofMean(Tensor.of(mean), Tensor.of(dispersion));
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public Support support() {
        return Supports.nonNegativeInteger();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor density = Terms.isLarge(successes.plus(value), successes, probability, complement)
                ? nearTheMode(value)
                : successes
                        .timesElementwise(logProbability)
                        .plus(Terms.weighted(value, logComplement))
                        .minus(Terms.logBeta(successes, value.plus(1)))
                        .minus(successes.plus(value).log());
        return Terms.inside(Terms.isCount(value), density);
    }

    private Tensor nearTheMode(Tensor value) {
        Tensor failures = value.maximum(1);
        Tensor share = successes.dividedBy(successes.plus(failures));
        Tensor some = Terms.binomialNearTheMode(successes, failures, probability, complement)
                .plus(share.log());
        return Tensor.where(value.equalTo(0), successes.timesElementwise(logProbability), some);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), List.of(successes, probability, complement), p -> {
            double rate = p[2] == 0 ? 0 : GammaDraws.draw(p[0], p[1] / p[2], random);
            return CountDraws.poisson(rate, random);
        });
    }

    @Override
    public Tensor mean() {
        return successes.timesElementwise(complement.dividedBy(probability));
    }

    @Override
    public Tensor variance() {
        return mean().dividedBy(probability);
    }
}
