package org.ppl4j.density;

/**
 * Says that a dynamic model has other sites at one position than at another, or sites of other shapes, so that it has no
 * density over a fixed number of coordinates. Rejecting such positions would give draws from another distribution, so
 * samplers that need a fixed dimension break off.
 */
public final class ChangingStructureException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message which site changed, and how
     */
    public ChangingStructureException(String message) {
        super(message);
    }
}
