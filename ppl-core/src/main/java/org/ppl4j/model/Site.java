package org.ppl4j.model;

import org.ppl4j.graph.Origin;

/**
 * A named statement of a model.
 *
 * @param name its name, unique in the model
 * @param origin the user's source line
 */
public record Site(String name, Origin origin) {

    /**
     * Returns an error about this site.
     *
     * @param problem what is wrong, and the remedy, as a sentence
     */
    public IllegalArgumentException error(String problem) {
        return new IllegalArgumentException(this + ": " + problem);
    }

    @Override
    public String toString() {
        return "Site \"" + name + "\" (" + origin + ")";
    }
}
