package org.ppl4j.model;

/** A statement has a name that was already used; where that was has to be found out. */
final class RepeatedNameException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Site site;

    RepeatedNameException(Site site) {
        super(site.toString());
        this.site = site;
    }

    Site site() {
        return site;
    }
}
