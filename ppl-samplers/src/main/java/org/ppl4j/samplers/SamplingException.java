package org.ppl4j.samplers;

import org.ppl4j.chains.Chains;

/**
 * Says that a run was broken off by an error that rejecting a position cannot mend: an {@link Error} such as
 * {@link OutOfMemoryError} anywhere, or an exception of a proposal, a listener or a kernel. The draws made until then,
 * of all chains, are in {@link #chains()}.
 */
public final class SamplingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Chains chains;

    SamplingException(String message, Throwable cause, Chains chains) {
        super(message, cause);
        this.chains = chains;
    }

    /** {@return the draws made before the error} */
    public Chains chains() {
        return chains;
    }
}
