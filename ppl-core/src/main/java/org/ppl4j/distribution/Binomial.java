package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/**
 * The binomial distribution: the number of successes in independent trials of one probability. Trials that are random are
 * not asked to be whole.
 */
public final class Binomial extends Distribution {

    private final Tensor trials;
    private final Chance chance;

    private Binomial(Tensor trials, Chance chance) {
        this.trials = Arguments.nonNull(trials, "trials");
        this.chance = chance;
    }

    /**
     * Returns a binomial distribution.
     *
     * @param trials the number of trials
     * @param probability the probability of a success
     */
    public static Binomial of(Tensor trials, Tensor probability) {
        return new Binomial(trials, Chance.of(probability));
    }

    /**
     * Returns a binomial distribution.
     *
     * @param trials the number of trials
     * @param probability the probability of a success
     */
    public static Binomial of(Tensor trials, double probability) {
        return of(trials, Tensor.of(probability));
    }

    /**
     * Returns a binomial distribution.
     *
     * @param trials the number of trials
     * @param probability the probability of a success
     */
    public static Binomial of(double trials, Tensor probability) {
        return of(Tensor.of(trials), probability);
    }

    /**
     * Returns a binomial distribution.
     *
     * @param trials the number of trials
     * @param probability the probability of a success
     */
    public static Binomial of(double trials, double probability) {
        return of(Tensor.of(trials), Tensor.of(probability));
    }

    /**
     * Returns a binomial distribution by the logit of the probability, as a logistic regression has it.
     *
     * @param trials the number of trials
     * @param logit log(p / (1 - p)) for the probability p of a success
     */
    public static Binomial ofLogit(Tensor trials, Tensor logit) {
        return new Binomial(trials, Chance.ofLogit(logit));
    }

    /**
     * Returns a binomial distribution by the logit of the probability, as a logistic regression has it.
     *
     * @param trials the number of trials
     * @param logit log(p / (1 - p)) for the probability p of a success
     */
    public static Binomial ofLogit(Tensor trials, double logit) {
        return ofLogit(trials, Tensor.of(logit));
    }

    /**
     * Returns a binomial distribution by the logit of the probability, as a logistic regression has it.
     *
     * @param trials the number of trials
     * @param logit log(p / (1 - p)) for the probability p of a success
     */
    public static Binomial ofLogit(double trials, Tensor logit) {
        return ofLogit(Tensor.of(trials), logit);
    }

    /**
     * Returns a binomial distribution by the logit of the probability, as a logistic regression has it.
     *
     * @param trials the number of trials
     * @param logit log(p / (1 - p)) for the probability p of a success
     */
    public static Binomial ofLogit(double trials, double logit) {
        return ofLogit(Tensor.of(trials), Tensor.of(logit));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("trials", trials, Supports.nonNegativeInteger()), chance.parameter());
    }

    @Override
    public Support support() {
        return Supports.integerRange(Tensor.of(0), trials);
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor density = Terms.isLarge(trials, chance.probability(), chance.complement())
                ? nearTheMode(value)
                : Terms.logBinomialCoefficient(trials, value).plus(successesAndFailures(value));
        return Terms.inside(Terms.both(Terms.isCount(value), value.lessOrEqual(trials)), density);
    }

    private Tensor successesAndFailures(Tensor value) {
        return chance.logit()
                .map(logit -> value.timesElementwise(logit).minus(trials.timesElementwise(logit.softplus())))
                .orElseGet(() -> Terms.weighted(value, chance.log())
                        .plus(Terms.weighted(trials.minus(value), chance.logComplement())));
    }

    /** The counts are kept positive where an end of the range is taken instead. */
    private Tensor nearTheMode(Tensor value) {
        Tensor total = trials.maximum(2);
        Tensor successes = value.minimum(total.minus(1)).maximum(1);
        Tensor interior =
                Terms.binomialNearTheMode(successes, total.minus(successes), chance.probability(), chance.complement());
        Tensor orNone = Tensor.where(value.equalTo(0), trials.timesElementwise(chance.logComplement()), interior);
        return Tensor.where(value.equalTo(trials), trials.timesElementwise(chance.log()), orNone);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(shape(), trials, chance.probability(), (n, p) -> CountDraws.binomial(n, p, random));
    }

    @Override
    public Tensor mean() {
        return trials.timesElementwise(chance.probability());
    }

    @Override
    public Tensor variance() {
        return mean().timesElementwise(chance.complement());
    }
}
