package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/**
 * A parameter of a distribution, with what it may be.
 *
 * @param name the name in messages, such as "scale"
 * @param value its value, random or not
 * @param domain the values it may take
 */
public record Parameter(String name, Tensor value, Support domain) {

    /** Refuses a value that is null. */
    public Parameter {
        Arguments.nonNull(value, name);
    }

    /** Says what is wrong with the value, as in "scale must be &gt; 0, got -1.0"; empty if nothing is, or it is not known yet. */
    public Optional<String> violation() {
        if (!value.isConcrete()) {
            return Optional.empty();
        }
        Optional<String> violation = domain.violation(value.toArray(), value.shape());
        return violation.isPresent() ? Optional.of(name + " " + violation.get()) : violation;
    }
}
