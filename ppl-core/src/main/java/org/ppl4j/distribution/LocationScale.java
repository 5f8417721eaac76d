package org.ppl4j.distribution;

import org.ppl4j.graph.Arguments;
import org.ppl4j.tensor.Tensor;

/**
 * What a distribution is shifted and stretched by: its values are the location plus the scale times values whose
 * distribution depends on neither.
 *
 * @param location what is added; it broadcasts to a value
 * @param scale what is multiplied with, positive; it broadcasts to a value
 */
public record LocationScale(Tensor location, Tensor scale) {

    /**
     * Refuses null.
     *
     * @param location what is added
     * @param scale what is multiplied with
     */
    public LocationScale {
        Arguments.nonNull(location, "location");
        Arguments.nonNull(scale, "scale");
    }
}
