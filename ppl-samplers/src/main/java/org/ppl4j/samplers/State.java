package org.ppl4j.samplers;

/**
 * Where a chain is: all that the next step depends on. Immutable.
 *
 * <p>Kernels have state classes of their own, with whatever they would otherwise have to compute again, such as the
 * gradient.
 */
public interface State {

    /** {@return the unconstrained coordinates: the state's own array, not to be changed} */
    double[] position();

    /** {@return the target's log density at the position} */
    double logDensity();

    /** {@return whether a chain can go on from here: by default, whether the log density is finite} */
    default boolean usable() {
        return Double.isFinite(logDensity());
    }

    /**
     * {@return what is recorded of one walker; this state itself unless overridden} A walker that has not moved is the same
     * object as before.
     *
     * @param walker which of the {@linkplain Kernel#walkers() kernel's walkers}, from 0
     */
    default State walker(int walker) {
        return this;
    }

    /**
     * Writes the values to record of this state, and returns the log joint density in model space. Samplers whose
     * states are more than a position (discrete sites, a particle's trace) override it.
     *
     * @param target what is sampled
     * @param values receives the values of the target's variables
     * @return the log joint density in model space
     */
    default double record(Target target, double[] values) {
        return target.record(position(), logDensity(), values);
    }
}
