package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.tensor.Tensor;

/**
 * The probability of a success, given as such or by its logit, with its logarithms to full precision.
 *
 * @param parameter what was given
 * @param probability the probability
 * @param logit log(p / (1 - p)), if it was given or is what the probability was computed from
 */
record Chance(Parameter parameter, Tensor probability, Optional<Tensor> logit) {

    /** Returns a chance by its probability. */
    static Chance of(Tensor probability) {
        return new Chance(
                new Parameter("probability", probability, Supports.probability()),
                probability,
                Terms.logit(probability));
    }

    /** Returns a chance by its logit. */
    static Chance ofLogit(Tensor logit) {
        return new Chance(new Parameter("logit", logit, Supports.real()), logit.sigmoid(), Optional.of(logit));
    }

    /** Returns the logarithm of the probability. */
    Tensor log() {
        return Terms.log(validProbability());
    }

    /** Returns the logarithm of one minus the probability. */
    Tensor logComplement() {
        return Terms.logOneMinus(validProbability());
    }

    /** Returns one minus the probability. */
    Tensor complement() {
        return logit.map(eta -> eta.negate().sigmoid())
                .orElseGet(() -> Tensor.of(1).minus(probability));
    }

    private Tensor validProbability() {
        return logit.isPresent()
                ? probability
                : Terms.valid(
                        Terms.both(Tensor.of(0).lessOrEqual(probability), probability.lessOrEqual(1)), probability);
    }
}
