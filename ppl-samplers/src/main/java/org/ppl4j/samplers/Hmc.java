package org.ppl4j.samplers;

import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * Hamiltonian Monte Carlo with trajectories of a fixed length.
 *
 * <p>Each step draws a fresh momentum, follows the dynamics for the given number of leapfrog steps, and accepts or rejects
 * the end point. As {@link #of} makes it, the metric is the unit one and nothing is adapted, so there is no warm-up unless it
 * is asked for: it is {@code HMC(ε, n)} as Turing.jl has it. Each part can be exchanged for another one.
 *
 * <pre>{@code
 * Hmc.of(0.1, TrajectoryLength.time(1.5))
 *         .metric(MetricType.DIAGONAL)
 *         .integrator(Integrator.jitteredLeapfrog(0.1))
 *         .adaptation(Adaptation.FISHER);
 * }</pre>
 *
 * <p>Statistics: {@code acceptance_rate}, {@code step_size}, {@code n_steps} (leapfrog steps made, fewer if the energy
 * stopped being finite), {@code energy} (of the state after the step) and {@code diverging} (1 if the energy grew by
 * more than 1000, or stopped being finite).
 *
 * <p>R. M. Neal, "MCMC using Hamiltonian dynamics", Handbook of Markov Chain Monte Carlo, 2011, section 5.3.
 */
@LibraryFrame
@CheckReturnValue
public final class Hmc implements Sampler {
    private static final Tuning USUAL = new Tuning(
            Metric.unit(), MetricType.UNIT, Integrator.leapfrog(), Adaptation.NONE, AcceptanceTarget.of(0.8, "HMC"));

    private final double stepSize;
    private final TrajectoryLength length;
    private final Tuning tuning;

    private Hmc(double stepSize, TrajectoryLength length, Tuning tuning) {
        this.stepSize = stepSize;
        this.length = length;
        this.tuning = tuning;
    }

    /**
     * {@return the sampler with a step size and a number of leapfrog steps}
     *
     * @param stepSize how far one leapfrog step goes in time
     * @param leapfrogSteps how many of them make a trajectory
     * @throws IllegalArgumentException if either is not positive
     */
    public static Hmc of(double stepSize, int leapfrogSteps) {
        return of(stepSize, TrajectoryLength.steps(leapfrogSteps));
    }

    /**
     * {@return the sampler with a step size and a length of trajectories}
     *
     * @param stepSize how far one leapfrog step goes in time, at first if it is adapted
     * @param length how long a trajectory is
     * @throws IllegalArgumentException if the step size is not positive
     */
    public static Hmc of(double stepSize, TrajectoryLength length) {
        if (!(stepSize > 0) || Double.isInfinite(stepSize)) {
            throw new IllegalArgumentException("The step size of HMC must be finite and > 0, got " + stepSize + ".");
        }
        return new Hmc(stepSize, Arguments.nonNull(length, "length"), USUAL);
    }

    /**
     * {@return a copy with a metric that the warm-up learns} It takes an {@link #adaptation}: without one a run is refused.
     *
     * @param type the kind of metric
     */
    public Hmc metric(MetricType type) {
        return with(tuning.metric(type));
    }

    /**
     * {@return a copy with a metric that is given, and not learned}
     *
     * @param metric the metric
     */
    public Hmc metric(Metric metric) {
        return with(tuning.metric(metric));
    }

    /**
     * {@return a copy with another integrator; it is the leapfrog unless set}
     *
     * @param integrator the integrator
     */
    public Hmc integrator(Integrator integrator) {
        return with(tuning.integrator(integrator));
    }

    /**
     * {@return a copy with another refreshment of the momentum; it is a full one unless set}
     *
     * @param other how much of it is drawn afresh
     */
    public Hmc refreshment(Refreshment other) {
        return with(tuning.refreshment(other));
    }

    /**
     * {@return a copy that adapts its step size, and its metric if that is one to be learned, in warm-up}
     *
     * @param adaptation how it learns; {@link Adaptation#NONE} unless set
     */
    public Hmc adaptation(Adaptation adaptation) {
        return with(tuning.adaptation(adaptation));
    }

    /**
     * {@return a copy with another acceptance rate to adapt the step size to; it is 0.8 unless set} It takes an
     * {@link #adaptation}: without one a run is refused.
     *
     * @param rate between 0 and 1, both excluded
     * @throws IllegalArgumentException if it is not
     */
    public Hmc targetAcceptance(double rate) {
        return with(tuning.targetAcceptance(rate, "HMC"));
    }

    private Hmc with(Tuning changed) {
        return new Hmc(stepSize, length, changed);
    }

    /** {@return how far one leapfrog step goes in time} */
    public double stepSize() {
        return stepSize;
    }

    /** {@return how many leapfrog steps make a trajectory of that step size} */
    public int leapfrogSteps() {
        return length.stepsAt(stepSize);
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Hmc");
        tuning.requireUse(USUAL, this);
        return tuning.kernel(
                new FixedTrajectory(target.density(), tuning.metricFor(target), length, tuning.refreshment()),
                stepSize);
    }

    @Override
    public boolean adapts() {
        return tuning.adaptation() != Adaptation.NONE;
    }

    @Override
    public String smallerSteps() {
        return adapts() ? tuning.smallerSteps() : "";
    }

    @Override
    public boolean keepsMomentum() {
        return tuning.keepsMomentum();
    }

    @Override
    public String toString() {
        String size = length.fixedSteps() > 0 ? String.valueOf(length.fixedSteps()) : length.toString();
        return "Hmc.of(" + stepSize + ", " + size + ")" + tuning.difference(USUAL);
    }
}
