package org.ppl4j.model;

import java.util.Map;
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
}
