package org.ppl4j.graph;

/** Thrown when the number behind a tensor is asked for while a model is traced, when it has none yet. */
public final class SymbolicValueException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient Origin origin;

    /** Creates the exception. */
    public SymbolicValueException() {
        this(Origin.ofCaller());
    }

    private SymbolicValueException(Origin origin) {
        super("The tensor has no value while the model is traced (" + origin + "): it depends on a random"
                + " variable. Only code inside a model may read it, and it makes the model dynamic.");
        this.origin = origin;
    }

    /** Returns the user's line that asks for the number. */
    public Origin origin() {
        return origin;
    }
}
