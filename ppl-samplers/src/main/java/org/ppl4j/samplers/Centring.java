package org.ppl4j.samplers;

/** Over which coordinates sites are sampled whose scale is random, as those of hierarchical models. */
public enum Centring {
    /**
     * A short trial before the chains finds out how far they are best centred, site by site: {@link RunReport#trial} says what was
     * found. The draws are of the same distribution in any case.
     */
    AUTOMATIC,

    /** As the model's statements say. */
    AS_WRITTEN
}
