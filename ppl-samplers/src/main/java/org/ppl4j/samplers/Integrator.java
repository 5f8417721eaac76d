package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/**
 * How Hamiltonian dynamics are followed in steps: by the leapfrog, with the same step size for all trajectories or one that
 * varies from one to the next.
 *
 * <p>Steps that vary keep fixed trajectories from going round in resonance with the target, which costs a chain its
 * ergodicity in the worst case.
 *
 * <p>R. M. Neal, "MCMC using Hamiltonian dynamics", Handbook of Markov Chain Monte Carlo, 2011, section 4.2.
 */
@CheckReturnValue
public final class Integrator {
    private static final Integrator LEAPFROG = new Integrator(0);

    private final double jitter;

    private Integrator(double jitter) {
        this.jitter = jitter;
    }

    /** {@return the leapfrog with its step size as it is} */
    public static Integrator leapfrog() {
        return LEAPFROG;
    }

    /**
     * {@return the leapfrog with a step size drawn for each trajectory, uniformly around the nominal one}
     *
     * @param jitter the largest deviation, as a part of the nominal step size: above 0, below 1
     * @throws IllegalArgumentException if it is not
     */
    public static Integrator jitteredLeapfrog(double jitter) {
        if (!(jitter > 0 && jitter < 1)) {
            throw new IllegalArgumentException(
                    "The jitter of a step size must be between 0 and 1, both excluded, got " + jitter + ".");
        }
        return new Integrator(jitter);
    }

    /** Returns the step size of one trajectory. */
    double stepSize(double nominal, RandomGenerator random) {
        return jitter == 0 ? nominal : nominal * (1 + jitter * (2 * random.nextDouble() - 1));
    }

    @Override
    public String toString() {
        return jitter == 0 ? "Integrator.leapfrog()" : "Integrator.jitteredLeapfrog(" + jitter + ")";
    }
}
