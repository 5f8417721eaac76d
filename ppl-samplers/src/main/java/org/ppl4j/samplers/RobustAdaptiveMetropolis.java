package org.ppl4j.samplers;

/**
 * Robust adaptive Metropolis: a Gaussian random walk whose covariance the warm-up shapes until proposals are accepted at a
 * wanted rate. Needs no gradient; suits up to some dozens of coordinates, also strongly correlated ones.
 *
 * <p>Statistics: {@code acceptance_rate}, the probability with which the latest proposal was to be accepted.
 *
 * <p>M. Vihola, "Robust adaptive Metropolis algorithm with coerced acceptance rate", Statistics and Computing 22, 2012;
 * with steps of size min(1, d n<sup>−2/3</sup>), in the warm-up alone; and in its first half with a common scale that
 * changes quickly besides, so that it does not matter how far the first scale is off.
 */
@CheckReturnValue
public final class RobustAdaptiveMetropolis implements Sampler {
    private final double targetAcceptance;
    private final double initialScale;

    private RobustAdaptiveMetropolis(double targetAcceptance, double initialScale) {
        this.targetAcceptance = targetAcceptance;
        this.initialScale = initialScale;
    }

    /** {@return the sampler with a target acceptance of 0.234, and a first scale of 1} */
    public static RobustAdaptiveMetropolis create() {
        return new RobustAdaptiveMetropolis(0.234, 1);
    }

    /**
     * {@return a copy with another acceptance rate to adapt to; it is 0.234 unless set, the best one for many coordinates;
     * for a single one that is 0.44}
     *
     * @param rate between 0 and 1, both excluded
     * @throws IllegalArgumentException if it is not
     */
    public RobustAdaptiveMetropolis targetAcceptance(double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "The target acceptance of robust adaptive Metropolis must be between 0 and"
                            + " 1, both excluded, got " + rate + ".");
        }
        return new RobustAdaptiveMetropolis(rate, initialScale);
    }

    /**
     * {@return a copy with another standard deviation of the first proposals, in each coordinate; it is 1 unless set}
     *
     * @param scale above 0
     * @throws IllegalArgumentException if it is not
     */
    public RobustAdaptiveMetropolis initialScale(double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "The first scale of robust adaptive Metropolis must be finite and > 0, got " + scale + ".");
        }
        return new RobustAdaptiveMetropolis(targetAcceptance, scale);
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("RobustAdaptiveMetropolis");
        return new RobustAdaptiveMetropolisKernel(target.density(), targetAcceptance, initialScale);
    }

    @Override
    public boolean adapts() {
        return true;
    }

    @Override
    public String toString() {
        return "RobustAdaptiveMetropolis.create()"
                + (targetAcceptance == 0.234 ? "" : ".targetAcceptance(" + targetAcceptance + ")")
                + (initialScale == 1 ? "" : ".initialScale(" + initialScale + ")");
    }
}
