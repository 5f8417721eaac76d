package org.ppl4j.samplers;

/**
 * A choice of sampling algorithm with its settings: immutable, and shared by all chains of a run.
 *
 * <p>To write one of your own, implement this and {@link Kernel}, and hand it to {@link Sampling#with}; nothing needs
 * to be registered.
 */
public interface Sampler {

    /**
     * {@return a new kernel: the algorithm for one chain on one target}
     *
     * @param target what is sampled; the kernel may keep it
     * @throws IllegalArgumentException if this sampler cannot work on the target
     */
    Kernel kernel(Target target);

    /**
     * {@return whether kernels learn during warm-up} Samplers that do not adapt have no warm-up unless it is asked for.
     */
    default boolean adapts() {
        return false;
    }

    /**
     * {@return how to make its steps smaller, for advice: a clause such as "Raise targetAcceptance, say to 0.95", without a full
     * stop; empty, which it is unless overridden, if the statistics of its draws have to tell}
     */
    default String smallerSteps() {
        return "";
    }

    /** {@return whether the momentum of a draw depends on the one before, which lowers E-BFMI; false unless overridden} */
    default boolean keepsMomentum() {
        return false;
    }

    /** {@return how many chains a run has unless it is told a number; 4 unless overridden} */
    default int defaultChains() {
        return 4;
    }
}
