package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Elliptical slice sampling: for models whose prior is Gaussian, such as latent Gaussian processes. Moves all coordinates
 * along ellipses that the prior does not change, so that only the likelihood says where to stop. Needs no gradient, has
 * nothing to tune, and never rejects.
 *
 * <p>Statistics: {@code n_evaluations}, how often the log density was evaluated.
 *
 * <p>I. Murray, R. P. Adams and D. J. C. MacKay, "Elliptical slice sampling", AISTATS 2010. What is not the Gaussian's is
 * counted as likelihood, so the draws have the right distribution with any Gaussian (Nishihara et al., JMLR 15, 2014); with
 * the prior, or one like the posterior, they come quickly.
 */
public final class EllipticalSlice implements Sampler {
    private final String text;
    private final Gaussians gaussians;

    private EllipticalSlice(String text, Gaussians gaussians) {
        this.text = text;
        this.gaussians = gaussians;
    }

    /** How a Gaussian is found for a target. */
    @FunctionalInterface
    private interface Gaussians {
        GaussianPrior of(Target target);
    }

    /**
     * {@return the sampler for models whose prior is Gaussian, all sites together: normal sites with fixed parameters or with
     * means that are linear in other sites, and multivariate normal ones} Other models are refused when sampling begins.
     */
    public static EllipticalSlice create() {
        return new EllipticalSlice("EllipticalSlice.create()", EllipticalSlice::priorOf);
    }

    /**
     * {@return the sampler for any density, with independent Gaussian coordinates}
     *
     * @param mean the mean of each unconstrained coordinate
     * @param standardDeviation the standard deviation of each
     * @throws IllegalArgumentException if the mean is not finite or the standard deviation not positive
     */
    public static EllipticalSlice of(double mean, double standardDeviation) {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException(
                    "The mean of elliptical slice sampling must be finite, got " + mean + ".");
        }
        if (!(standardDeviation > 0) || Double.isInfinite(standardDeviation)) {
            throw new IllegalArgumentException("The standard deviation of elliptical slice sampling must be finite and"
                    + " > 0, got " + standardDeviation + ".");
        }
        double precision = 1 / (standardDeviation * standardDeviation);
        return new EllipticalSlice("EllipticalSlice.of(" + mean + ", " + standardDeviation + ")", target -> {
            int dimension = target.density().dimension();
            double[] means = new double[dimension];
            double[] precisions = new double[dimension];
            Arrays.fill(means, mean);
            Arrays.fill(precisions, precision);
            return GaussianPrior.independent(means, precisions);
        });
    }

    private static GaussianPrior priorOf(Target target) {
        Prior prior = target.prior()
                .orElseThrow(() -> new IllegalArgumentException("EllipticalSlice needs a Gaussian prior, but that of a"
                        + " hand-written density is not known. Say which Gaussian to use:"
                        + " EllipticalSlice.of(mean, standardDeviation)."));
        GaussianSearch search =
                new GaussianSearch(prior, InitialPoints.prior().propose(target, 0, new SplittableRandom(1)));
        return search.find()
                .orElseThrow(() -> new IllegalArgumentException("EllipticalSlice needs a Gaussian prior, but "
                        + search.culprit(target)
                                .map(name -> "that of \"" + name + "\" is none")
                                .orElse("that of all sites together is none")
                        + ": its log density is not quadratic in the unconstrained coordinates. Give it normal sites, on a"
                        + " log scale perhaps, or use Nuts or Slice."));
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("EllipticalSlice");
        return new EllipticalSliceKernel(target.density(), gaussians.of(target));
    }

    @Override
    public String toString() {
        return text;
    }
}
