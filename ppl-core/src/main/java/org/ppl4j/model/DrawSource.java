package org.ppl4j.model;

import java.util.Map;
import java.util.Optional;
import org.ppl4j.tensor.Tensor;

/** Draws of named values, such as chains, that a model can predict from. */
public interface DrawSource {

    /** Returns how many draws there are, over all chains. */
    int drawCount();

    /**
     * Returns the named values of one draw.
     *
     * @param index which, from 0
     */
    Map<String, Tensor> draw(int index);

    /**
     * Returns the value of a site at a draw, empty if there is none. A site {@code x[0]} may be there as an element of a
     * variable {@code x}.
     *
     * @param site the name of the site
     * @param draw the named values of the draw
     */
    static Optional<Tensor> valueOf(String site, Map<String, Tensor> draw) {
        return Optional.ofNullable(SiteValue.of(site, draw)).map(SiteValue::value);
    }
}
