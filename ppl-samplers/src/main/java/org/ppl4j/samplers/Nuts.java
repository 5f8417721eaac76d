package org.ppl4j.samplers;

/**
 * The No-U-Turn sampler: Hamiltonian Monte Carlo that finds its own trajectory lengths, step size and metric. What
 * {@link Sampling} uses unless told otherwise.
 *
 * <p>Each trajectory is doubled until it turns back on itself, and the next state chosen from all its points by their
 * weight, with a preference for far ones. Warm-up searches a step size with the target acceptance rate by dual averaging,
 * and learns a diagonal metric in windows of doubling length, as in Stan. Without a warm-up the step size comes from a
 * first search alone, and the metric is the unit one.
 *
 * <p>Statistics: {@code acceptance_rate} (mean over the trajectory), {@code step_size}, {@code tree_depth} (doublings
 * completed), {@code n_steps} (leapfrog steps made), {@code energy} (of the chosen point), {@code diverging} (1 if the
 * energy grew by more than the divergence threshold, or the density stopped being finite) and
 * {@code reached_max_tree_depth} (1 if the doublings were as many as are allowed).
 *
 * <p>M. D. Hoffman and A. Gelman, "The No-U-Turn Sampler", JMLR 15, 2014; M. Betancourt, "A conceptual introduction to
 * Hamiltonian Monte Carlo", arXiv:1701.02434, 2017, appendix A; without recursion after D. Phan, N. Pradhan and M.
 * Jankowiak, arXiv:1912.11554, 2019.
 */
@CheckReturnValue
public final class Nuts implements Sampler {
    /** The doublings that fit into the numbers that count steps. */
    private static final int DEEPEST = 30;

    private final double targetAcceptance;
    private final int maxTreeDepth;
    private final double divergenceThreshold;
    private final MetricType metric;

    private Nuts(double targetAcceptance, int maxTreeDepth, double divergenceThreshold, MetricType metric) {
        this.targetAcceptance = targetAcceptance;
        this.maxTreeDepth = maxTreeDepth;
        this.divergenceThreshold = divergenceThreshold;
        this.metric = metric;
    }

    /**
     * {@return the sampler as it suits most targets: target acceptance 0.8, at most 10 doublings, divergence threshold
     * 1000, a diagonal metric}
     */
    public static Nuts create() {
        return new Nuts(0.8, 10, 1000, MetricType.DIAGONAL);
    }

    /**
     * {@return a copy with another acceptance rate to adapt the step size to; it is 0.8 unless set} Higher ones make
     * smaller steps, which cost more and diverge less.
     *
     * @param rate between 0 and 1, both excluded
     * @throws IllegalArgumentException if it is not
     */
    public Nuts targetAcceptance(double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "The target acceptance of NUTS must be between 0 and 1, both excluded, got " + rate + ".");
        }
        return new Nuts(rate, maxTreeDepth, divergenceThreshold, metric);
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
        return new Nuts(targetAcceptance, depth, divergenceThreshold, metric);
    }

    /**
     * {@return a copy with another energy error from which on a trajectory has diverged; it is 1000 unless set}
     *
     * @param energyError how much the energy may grow, above 0
     * @throws IllegalArgumentException if it is not
     */
    public Nuts divergenceThreshold(double energyError) {
        if (!(energyError > 0)) {
            throw new IllegalArgumentException(
                    "The divergence threshold of NUTS must be > 0, got " + energyError + ".");
        }
        return new Nuts(targetAcceptance, maxTreeDepth, energyError, metric);
    }

    /**
     * {@return a copy with another metric; it is a diagonal one that the warm-up learns unless set}
     *
     * @param type the kind of metric
     */
    public Nuts metric(MetricType type) {
        return new Nuts(targetAcceptance, maxTreeDepth, divergenceThreshold, type);
    }

    /** {@return the acceptance rate that the step size is adapted to} */
    public double targetAcceptance() {
        return targetAcceptance;
    }

    /** {@return how often a trajectory is doubled at most} */
    public int maxTreeDepth() {
        return maxTreeDepth;
    }

    /** {@return the energy error from which on a trajectory has diverged} */
    public double divergenceThreshold() {
        return divergenceThreshold;
    }

    /** {@return the kind of metric} */
    public MetricType metric() {
        return metric;
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Nuts");
        return new NutsKernel(target.density(), this);
    }

    @Override
    public boolean adapts() {
        return true;
    }

    @Override
    public String toString() {
        Nuts usual = create();
        StringBuilder text = new StringBuilder("Nuts.create()");
        if (targetAcceptance != usual.targetAcceptance) {
            text.append(".targetAcceptance(").append(targetAcceptance).append(")");
        }
        if (maxTreeDepth != usual.maxTreeDepth) {
            text.append(".maxTreeDepth(").append(maxTreeDepth).append(")");
        }
        if (divergenceThreshold != usual.divergenceThreshold) {
            text.append(".divergenceThreshold(").append(divergenceThreshold).append(")");
        }
        if (metric != usual.metric) {
            text.append(".metric(MetricType.").append(metric).append(")");
        }
        return text.toString();
    }
}
