package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.tensor.Tensor;

/** The Bernoulli distribution: one with a probability, else zero. */
public final class Bernoulli extends Distribution {

    private final Chance chance;

    private Bernoulli(Chance chance) {
        this.chance = chance;
    }

    /**
     * Returns a Bernoulli distribution.
     *
     * @param probability the probability of one
     */
    public static Bernoulli of(Tensor probability) {
        return new Bernoulli(Chance.of(probability));
    }

    /**
     * Returns a Bernoulli distribution.
     *
     * @param probability the probability of one
     */
    public static Bernoulli of(double probability) {
        return of(Tensor.of(probability));
    }

    /**
     * Returns a Bernoulli distribution by the logit of the probability, as a logistic regression has it.
     *
     * @param logit log(p / (1 - p)) for the probability p of one
     */
    public static Bernoulli ofLogit(Tensor logit) {
        return new Bernoulli(Chance.ofLogit(logit));
    }

    /**
     * Returns a Bernoulli distribution by the logit of the probability.
     *
     * @param logit log(p / (1 - p)) for the probability p of one
     */
    public static Bernoulli ofLogit(double logit) {
        return ofLogit(Tensor.of(logit));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(chance.parameter());
    }

    @Override
    public Support support() {
        return Supports.binary();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor isOne = value.equalTo(1);
        Optional<Tensor> logit = chance.logit();
        Tensor density = logit.isPresent()
                ? Tensor.where(isOne, logit.get().negate(), logit.get())
                        .softplus()
                        .negate()
                : Tensor.where(isOne, chance.log(), chance.logComplement());
        return Terms.inside(isOne.plus(value.equalTo(0)), density);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), chance.probability(), p -> random.nextDouble() < p ? 1 : 0);
    }

    @Override
    public Tensor mean() {
        return chance.probability();
    }

    @Override
    public Tensor variance() {
        return chance.probability().timesElementwise(chance.complement());
    }
}
