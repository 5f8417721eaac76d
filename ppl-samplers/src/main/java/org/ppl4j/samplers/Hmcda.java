package org.ppl4j.samplers;

import org.ppl4j.graph.LibraryFrame;

/**
 * Hamiltonian Monte Carlo with trajectories of a fixed time, and a step size adapted by dual averaging in warm-up: as many
 * steps as make up that time.
 *
 * <p>The metric is the unit one unless set; with another one the time is in its units, so that half a period of a target
 * that is normal is about 3. The target acceptance is 0.65 unless set. Statistics are those of {@link Hmc}.
 *
 * <p>M. D. Hoffman and A. Gelman, "The No-U-Turn Sampler", JMLR 15, 2014, algorithm 5.
 */
@LibraryFrame
@CheckReturnValue
public final class Hmcda implements Sampler {
    private static final Tuning USUAL = new Tuning(
            Metric.unit(),
            MetricType.UNIT,
            Integrator.leapfrog(),
            Adaptation.WINDOWS,
            AcceptanceTarget.of(0.65, "HMCDA"));

    private final TrajectoryLength length;
    private final Tuning tuning;

    private Hmcda(TrajectoryLength length, Tuning tuning) {
        this.length = length;
        this.tuning = tuning;
    }

    /**
     * {@return the sampler with a time that trajectories take}
     *
     * @param time the step size times the number of steps
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public static Hmcda of(double time) {
        return new Hmcda(TrajectoryLength.time(time), USUAL);
    }

    /**
     * {@return a copy with another acceptance rate to adapt the step size to; it is 0.65 unless set}
     *
     * @param rate between 0 and 1, both excluded
     * @throws IllegalArgumentException if it is not
     */
    public Hmcda targetAcceptance(double rate) {
        return new Hmcda(length, tuning.targetAcceptance(rate, "HMCDA"));
    }

    /**
     * {@return a copy with a metric that the warm-up learns as well}
     *
     * @param type the kind of metric
     */
    public Hmcda metric(MetricType type) {
        return new Hmcda(length, tuning.metric(type));
    }

    /**
     * {@return a copy with a metric that is given, and not learned}
     *
     * @param metric the metric
     */
    public Hmcda metric(Metric metric) {
        return new Hmcda(length, tuning.metric(metric));
    }

    /**
     * {@return a copy with another integrator; it is the leapfrog unless set}
     *
     * @param integrator the integrator
     */
    public Hmcda integrator(Integrator integrator) {
        return new Hmcda(length, tuning.integrator(integrator));
    }

    /**
     * {@return a copy with another refreshment of the momentum; it is a full one unless set}
     *
     * @param other how much of it is drawn afresh
     */
    public Hmcda refreshment(Refreshment other) {
        return new Hmcda(length, tuning.refreshment(other));
    }

    /**
     * {@return a copy with another way to learn step size and metric; it is {@link Adaptation#WINDOWS} unless set, which
     * with the unit metric is plain dual averaging}
     *
     * @param adaptation how it learns; with {@link Adaptation#NONE} a run is refused if a target acceptance or a kind of metric
     *     to learn was set
     */
    public Hmcda adaptation(Adaptation adaptation) {
        return new Hmcda(length, tuning.adaptation(adaptation));
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Hmcda");
        tuning.requireUse(USUAL, this);
        FixedTrajectory trajectory =
                new FixedTrajectory(target.density(), tuning.metricFor(target), length, tuning.refreshment());
        return tuning.kernel(trajectory, 0);
    }

    @Override
    public boolean adapts() {
        return tuning.adaptation() != Adaptation.NONE;
    }

    @Override
    public int defaultChains() {
        return 4;
    }

    @Override
    public String smallerSteps() {
        return tuning.smallerSteps();
    }

    @Override
    public boolean keepsMomentum() {
        return tuning.keepsMomentum();
    }

    @Override
    public String toString() {
        return "Hmcda.of(" + length.time() + ")" + tuning.difference(USUAL);
    }
}
