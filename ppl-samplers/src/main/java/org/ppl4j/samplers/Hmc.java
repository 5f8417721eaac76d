package org.ppl4j.samplers;

/**
 * Hamiltonian Monte Carlo with a fixed step size and a fixed number of leapfrog steps.
 *
 * <p>Each step draws a fresh standard normal momentum (unit metric), follows the dynamics for the given number of
 * leapfrog steps, and accepts or rejects the end point. Nothing is adapted, so there is no warm-up unless it is asked
 * for. It is {@code HMC(ε, n)} as Turing.jl has it.
 *
 * <p>Statistics: {@code acceptance_rate}, {@code step_size}, {@code n_steps} (leapfrog steps made, fewer if the density
 * stopped being finite), {@code energy} (of the state after the step) and {@code diverging} (1 if the energy grew by
 * more than 1000).
 *
 * <p>R. M. Neal, "MCMC using Hamiltonian dynamics", Handbook of Markov Chain Monte Carlo, 2011, section 5.3.
 */
public final class Hmc implements Sampler {
    private final double stepSize;
    private final int leapfrogSteps;

    private Hmc(double stepSize, int leapfrogSteps) {
        this.stepSize = stepSize;
        this.leapfrogSteps = leapfrogSteps;
    }

    /**
     * {@return the sampler with a step size and a number of leapfrog steps}
     *
     * @param stepSize how far one leapfrog step goes in time
     * @param leapfrogSteps how many of them make a trajectory
     * @throws IllegalArgumentException if either is not positive
     */
    public static Hmc of(double stepSize, int leapfrogSteps) {
        if (!(stepSize > 0) || Double.isInfinite(stepSize)) {
            throw new IllegalArgumentException("The step size of HMC must be finite and > 0, got " + stepSize + ".");
        }
        if (leapfrogSteps < 1) {
            throw new IllegalArgumentException("HMC needs at least 1 leapfrog step, got " + leapfrogSteps + ".");
        }
        return new Hmc(stepSize, leapfrogSteps);
    }

    /** {@return how far one leapfrog step goes in time} */
    public double stepSize() {
        return stepSize;
    }

    /** {@return how many leapfrog steps make a trajectory} */
    public int leapfrogSteps() {
        return leapfrogSteps;
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Hmc");
        return new HmcKernel(target.density(), new UnitMetric(), stepSize, leapfrogSteps);
    }

    @Override
    public String toString() {
        return "Hmc.of(" + stepSize + ", " + leapfrogSteps + ")";
    }
}
