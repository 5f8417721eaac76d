package org.ppl4j.samplers;

/**
 * The Metropolis-adjusted Langevin algorithm: a random walk that drifts along the gradient. One gradient a step; the
 * warm-up finds the step size by dual averaging. The draws after one of fewer than 20 steps, or none, begin with a few trial
 * trajectories, which halve the step size until they are accepted.
 *
 * <p>A step of size ε proposes x + ε²/2 ∇ log p(x) + ε z with standard normal z. All coordinates have that one scale, so
 * it suits targets that are scaled about alike. Statistics: {@code acceptance_rate}, {@code step_size} and
 * {@code diverging}: a step is that of {@link Hmc} with a single leapfrog step, whose energy grew by more than 1000 then, or
 * that led to where the density or its gradient is not finite.
 *
 * <p>G. O. Roberts and R. L. Tweedie, "Exponential convergence of Langevin distributions and their discrete
 * approximations", Bernoulli 2, 1996; the target acceptance is that of G. O. Roberts and J. S. Rosenthal, JRSS B 60, 1998.
 */
@CheckReturnValue
public final class Mala implements Sampler {
    private static final AcceptanceTarget USUAL = AcceptanceTarget.of(0.574, "MALA");

    private final AcceptanceTarget target;

    private Mala(AcceptanceTarget target) {
        this.target = target;
    }

    /** {@return the sampler with a target acceptance of 0.574} */
    public static Mala create() {
        return new Mala(USUAL);
    }

    /**
     * {@return a copy with another acceptance rate to adapt the step size to; it is 0.574 unless set}
     *
     * @param rate between 0 and 1, both excluded
     * @throws IllegalArgumentException if it is not
     */
    public Mala targetAcceptance(double rate) {
        return new Mala(AcceptanceTarget.of(rate, "MALA"));
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Mala");
        return new MalaKernel(target.density(), this.target.rate());
    }

    @Override
    public String smallerSteps() {
        return target.raised();
    }

    @Override
    public boolean adapts() {
        return true;
    }

    @Override
    public String toString() {
        return "Mala.create()" + (target.equals(USUAL) ? "" : ".targetAcceptance(" + target.rate() + ")");
    }
}
