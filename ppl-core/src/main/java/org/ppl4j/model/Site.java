package org.ppl4j.model;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Origin;

/**
 * A named statement of a model.
 *
 * <p>Its line is looked up when it is first asked for, which has to be while the statement runs: in a loop of many
 * statements looking up all lines would take longer than all else.
 */
final class Site {

    private final String name;
    private @Nullable Origin origin;

    /**
     * Creates the site of a statement that begins to run.
     *
     * @param name its name, unique in the model
     */
    Site(String name) {
        this.name = name;
    }

    /** Returns the name. */
    String name() {
        return name;
    }

    /** Returns the user's source line; unknown if nobody asked for it while the statement ran. */
    Origin origin() {
        if (origin == null) {
            origin = Origin.ofCaller();
        }
        return origin;
    }

    /** Returns this, to be kept after the statement has run. */
    Site kept() {
        origin();
        return this;
    }

    /** Notes that the statement has run. */
    void leave() {
        if (origin == null) {
            origin = Origin.UNKNOWN;
        }
    }

    /**
     * Returns an error about this site.
     *
     * @param problem what is wrong, and the remedy, as a sentence
     */
    IllegalArgumentException error(String problem) {
        return new IllegalArgumentException(this + ": " + problem);
    }

    /**
     * Returns an argument of the statement.
     *
     * @param argument the argument
     * @param name its name, as the statement has it
     * @throws NullPointerException if it is null
     */
    <T> T nonNull(@Nullable T argument, String name) {
        if (argument == null) {
            throw Arguments.isNull(this + ": the argument \"" + name + "\"");
        }
        return argument;
    }

    @Override
    public String toString() {
        return "Site \"" + name + "\" (" + origin() + ")";
    }
}
