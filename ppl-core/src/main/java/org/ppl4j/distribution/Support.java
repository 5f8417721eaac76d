package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.graph.Shape;

/** A set of values: where a distribution has density, or what a parameter may be. */
public interface Support {

    /** Whether the values are isolated, so that they have probabilities and no gradient. */
    boolean isDiscrete();

    /**
     * Says what is wrong with a value, as in "must be &gt; 0, got -1.0 at index [3]"; empty if nothing is. A bound that is
     * random and has no value yet is not checked. NaN is in no support.
     *
     * @param values the elements, row-major
     * @param shape their shape
     */
    Optional<String> violation(double[] values, Shape shape);

    /**
     * Returns the map from the unconstrained reals to this set.
     *
     * @throws UnsupportedOperationException if the set is discrete
     */
    Bijector bijector();
}
