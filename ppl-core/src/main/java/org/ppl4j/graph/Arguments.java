package org.ppl4j.graph;

import org.jspecify.annotations.Nullable;

/** Refuses null where the user's code enters the library: nothing further in has to expect it. */
public final class Arguments {

    private Arguments() {}

    /**
     * Returns an argument of the method that the user's code calls.
     *
     * @param argument the argument
     * @param name its name, as the method has it
     * @throws NullPointerException if it is null: names the method, the argument and the user's source line
     */
    public static <T> T nonNull(@Nullable T argument, String name) {
        if (argument == null) {
            throw isNull(Origin.describeCall() + ": the argument \"" + name + "\"");
        }
        return argument;
    }

    /**
     * Returns the error for null where a value is needed.
     *
     * @param what where it is, and what it is called
     */
    public static NullPointerException isNull(String what) {
        return new NullPointerException(what + " is null. Assign it before this line.");
    }
}
