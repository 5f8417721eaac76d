package org.ppl4j.chains;

/** What makes further draws of chains whose run has ended; see {@link Chains#resume}. */
@FunctionalInterface
public interface Continuation {

    /**
     * {@return the chains with further draws}
     *
     * @param draws how many more draws each chain has
     */
    Chains resume(int draws);
}
