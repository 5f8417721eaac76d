package org.ppl4j.model;

/** Says that a site has a parameter or a value that it cannot have, whatever the shapes are. */
final class RefusedValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    RefusedValueException(Site site, String problem) {
        super(site + ": " + problem);
    }
}
