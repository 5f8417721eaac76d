package org.ppl4j.density;

/**
 * Says that the gradient of a dynamic model is not that of its log density: the lambda made part of it from numbers that it
 * read, which carry no derivative. Chains that follow such a gradient hardly move where they should, so samplers break off.
 */
public final class LostDerivativeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message which site's derivative it is, and where a number was read
     */
    public LostDerivativeException(String message) {
        super(message);
    }
}
