package org.ppl4j.samplers;

import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * The No-U-Turn sampler: Hamiltonian Monte Carlo that finds its own trajectory lengths, step size and metric. What
 * {@link Sampling} uses unless told otherwise.
 *
 * <p>Each trajectory is doubled until it turns back on itself, and the next state chosen from all its points by their
 * weight, with a preference for far ones. Warm-up searches a step size with the target acceptance rate by dual averaging,
 * and learns a metric, as {@link Adaptation} says. Unless a rate is set, {@link Adaptation#FISHER} aims at 0.8, and at 0.65
 * where a trial shows that larger steps suit the target: few trajectories lose energy with them, and they are shorter.
 * Without a warm-up the step size comes from a search alone, and the metric is the unit one. The draws after a warm-up of
 * fewer than 20 steps, or none, begin with a few trial trajectories, which halve the step size until they are accepted; and so
 * do those after one whose last metric came fewer than 10 steps before its end.
 *
 * <p>Sites whose scale is random, as those of hierarchical models, are sampled over coordinates that suit the target, which a
 * trial finds before the chains start: see {@link Centring}. So it makes little difference whether a model is written in the
 * centred or the non-centred form.
 *
 * <p>Statistics: {@code acceptance_rate} (mean over the trajectory), {@code step_size}, {@code tree_depth} (doublings
 * completed), {@code n_steps} (leapfrog steps made), {@code energy} (of the chosen point), {@code diverging} (1 if the
 * energy grew by more than the divergence threshold, or the density stopped being finite) and
 * {@code reached_max_tree_depth} (1 if the trajectory had not turned back after as many doublings as are allowed).
 *
 * <p>M. D. Hoffman and A. Gelman, "The No-U-Turn Sampler", JMLR 15, 2014; M. Betancourt, "A conceptual introduction to
 * Hamiltonian Monte Carlo", arXiv:1701.02434, 2017, appendix A; without recursion after D. Phan, N. Pradhan and M.
 * Jankowiak, arXiv:1912.11554, 2019.
 */
@LibraryFrame
@CheckReturnValue
public final class Nuts implements Sampler {
    /** The doublings that fit into the numbers that count steps. */
    private static final int DEEPEST = 30;

    private static final Nuts USUAL = new Nuts(
            new Tuning(
                    Metric.unit(),
                    MetricType.AUTOMATIC,
                    Integrator.leapfrog(),
                    Adaptation.FISHER,
                    AcceptanceTarget.AUTOMATIC),
            Centring.AUTOMATIC,
            10,
            1000);

    private final Tuning tuning;
    private final Centring centring;
    private final int maxTreeDepth;
    private final double divergenceThreshold;

    private Nuts(Tuning tuning, Centring centring, int maxTreeDepth, double divergenceThreshold) {
        this.tuning = tuning;
        this.centring = centring;
        this.maxTreeDepth = maxTreeDepth;
        this.divergenceThreshold = divergenceThreshold;
    }

    /**
     * {@return the sampler as it suits most targets: target acceptance 0.8, or 0.65 where larger steps do, at most 10
     * doublings, divergence threshold 1000, a low-rank metric, or a diagonal one beyond 1000 coordinates}
     */
    public static Nuts create() {
        return USUAL;
    }

    /**
     * {@return a copy with another acceptance rate to adapt the step size to; unless set it is 0.8, or 0.65 where the warm-up
     * finds that larger steps do} Higher ones make smaller steps, which cost more and diverge less.
     *
     * @param rate between 0 and 1, both excluded
     * @throws IllegalArgumentException if it is not
     */
    public Nuts targetAcceptance(double rate) {
        return with(tuning.targetAcceptance(rate, "NUTS"));
    }

    /**
     * {@return a copy with another limit of how often a trajectory is doubled; it is 10 unless set, which is 1023 leapfrog
     * steps}
     *
     * @param depth how many doublings, from 1 to 30
     * @throws IllegalArgumentException if it is not
     */
    public Nuts maxTreeDepth(int depth) {
        if (depth < 1 || depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "The maximum tree depth of NUTS must be from 1 to " + DEEPEST + ", got " + depth + ".");
        }
        return new Nuts(tuning, centring, depth, divergenceThreshold);
    }

    /**
     * {@return a copy with another energy error from which on a trajectory has diverged; it is 1000 unless set} Where the energy
     * is not finite it has diverged in any case. A small threshold, below 10 or so, makes draws too narrow: it cuts off trajectories
     * whose energy errors are harmless, which are those that go far, and what lies behind the cut is then reached too seldom.
     *
     * @param energyError how much the energy may grow, above 0
     * @throws IllegalArgumentException if it is not
     */
    public Nuts divergenceThreshold(double energyError) {
        if (!(energyError > 0)) {
            throw new IllegalArgumentException(
                    "The divergence threshold of NUTS must be > 0, got " + energyError + ".");
        }
        return new Nuts(tuning, centring, maxTreeDepth, energyError);
    }

    /**
     * {@return a copy that learns another kind of metric; it is {@link MetricType#AUTOMATIC} unless set}
     *
     * @param type the kind of metric
     */
    public Nuts metric(MetricType type) {
        return with(tuning.metric(type));
    }

    /**
     * {@return a copy with a metric that is given, and not learned}
     *
     * @param metric the metric
     */
    public Nuts metric(Metric metric) {
        return with(tuning.metric(metric));
    }

    /**
     * {@return a copy with another integrator; it is the leapfrog unless set}
     *
     * @param integrator the integrator
     */
    public Nuts integrator(Integrator integrator) {
        return with(tuning.integrator(integrator));
    }

    /**
     * {@return a copy with another refreshment of the momentum; it is a full one unless set}
     *
     * @param other how much of it is drawn afresh
     */
    public Nuts refreshment(Refreshment other) {
        return with(tuning.refreshment(other));
    }

    /**
     * {@return a copy with another way to learn step size and metric; it is {@link Adaptation#FISHER} unless set}
     *
     * @param adaptation how it learns; with {@link Adaptation#NONE} a run is refused if a target acceptance or a kind of metric
     *     to learn was set
     */
    public Nuts adaptation(Adaptation adaptation) {
        return with(tuning.adaptation(adaptation));
    }

    /**
     * {@return a copy that samples sites whose scale is random over other coordinates; it is {@link Centring#AUTOMATIC} unless set}
     * That has no effect unless step size and a metric are learned as {@link Adaptation#FISHER} does, in a warm-up of 150 steps and
     * more.
     *
     * @param other how to choose the coordinates
     */
    public Nuts centring(Centring other) {
        return new Nuts(tuning, Arguments.nonNull(other, "other"), maxTreeDepth, divergenceThreshold);
    }

    /** Whether the coordinates are chosen before the chains start. */
    boolean choosesCentring() {
        return centring == Centring.AUTOMATIC
                && tuning.adaptation() == Adaptation.FISHER
                && tuning.learned() != MetricType.UNIT;
    }

    private Nuts with(Tuning changed) {
        return new Nuts(changed, centring, maxTreeDepth, divergenceThreshold);
    }

    /** {@return the acceptance rate that the step size is adapted to; a lower one, 0.65, may be tried unless it was set} */
    public double targetAcceptance() {
        return tuning.target().rate();
    }

    /** {@return how often a trajectory is doubled at most} */
    public int maxTreeDepth() {
        return maxTreeDepth;
    }

    /** {@return the energy error from which on a trajectory has diverged} */
    public double divergenceThreshold() {
        return divergenceThreshold;
    }

    /** {@return the kind of metric that is learned} */
    public MetricType metric() {
        return tuning.learned();
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Nuts");
        tuning.requireUse(USUAL.tuning, this);
        return tuning.kernel(
                new NutsTrajectory(
                        target.density(),
                        tuning.metricFor(target),
                        tuning.refreshment(),
                        maxTreeDepth,
                        divergenceThreshold),
                0);
    }

    @Override
    public boolean adapts() {
        return tuning.adaptation() != Adaptation.NONE;
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
        StringBuilder text = new StringBuilder("Nuts.create()").append(tuning.difference(USUAL.tuning));
        if (centring != USUAL.centring) {
            text.append(".centring(Centring.").append(centring).append(")");
        }
        if (maxTreeDepth != USUAL.maxTreeDepth) {
            text.append(".maxTreeDepth(").append(maxTreeDepth).append(")");
        }
        if (divergenceThreshold != USUAL.divergenceThreshold) {
            text.append(".divergenceThreshold(").append(divergenceThreshold).append(")");
        }
        return text.toString();
    }
}
