package org.ppl4j.chains;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * The potential scale reduction factor with a correction for the sampling variability of the variances, its upper limit,
 * and that of several numbers together; all near 1 if the chains agree. {@link Rhat} sees more.
 *
 * <p>A. Gelman and D. B. Rubin, "Inference from iterative simulation using multiple sequences", Statistical Science 7, 1992;
 * S. P. Brooks and A. Gelman, "General methods for monitoring convergence of iterative simulations", Journal of
 * Computational and Graphical Statistics 7, 1998; as {@code gelman.diag} of the R package coda, without its habit of
 * discarding the first half of the draws: see {@link Chains#slice}.
 *
 * @param factor the potential scale reduction factor; NaN for a single chain or constant draws, infinite for chains that
 *     are constant at different values
 * @param upperLimit the upper end of a 95 % interval for it, equal tails; NaN where the factor is infinite
 */
public record GelmanRubin(double factor, double upperLimit) {

    private static final double UPPER = 0.975;
    /** Above so many degrees of freedom R takes the limit of F, chi-squared over its own degrees. */
    private static final double LARGE = 4e5;

    /**
     * {@return the potential scale reduction factor of one number} Chains of unequal length are cut to the shortest.
     *
     * @param chains the draws of one number, an array a chain
     */
    public static GelmanRubin of(double[][] chains) {
        double[][] common = ChainArrays.common(chains);
        if (ChainArrays.degenerate(common) || common.length < 2 || common[0].length < 2) {
            return new GelmanRubin(Double.NaN, Double.NaN);
        }
        double draws = common[0].length;
        double count = common.length;
        double[] means = Arrays.stream(common).mapToDouble(Moments::mean).toArray();
        double[] variances =
                Arrays.stream(common).mapToDouble(Moments::variance).toArray();
        double mean = Moments.mean(means);
        double[] squares = Arrays.stream(means).map(value -> value * value).toArray();
        double within = Moments.mean(variances);
        double between = draws * Moments.variance(means);
        double withinVariance = Moments.variance(variances) / count;
        double betweenVariance = 2 * between * between / (count - 1);
        double covariance = draws
                / count
                * (Moments.covariance(variances, squares) - 2 * mean * Moments.covariance(variances, means));
        double pooled = (draws - 1) * within / draws + (1 + 1 / count) * between / draws;
        double pooledVariance = ((draws - 1) * (draws - 1) * withinVariance
                        + (1 + 1 / count) * (1 + 1 / count) * betweenVariance
                        + 2 * (draws - 1) * (1 + 1 / count) * covariance)
                / (draws * draws);
        double degrees = 2 * pooled * pooled / pooledVariance;
        double correction = (degrees + 3) / (degrees + 1);
        double fixed = (draws - 1) / draws;
        double random = (1 + 1 / count) * (1 / draws) * (between / within);
        double limit = upperQuantile(count - 1, 2 * within * within / withinVariance);
        return new GelmanRubin(
                Math.sqrt(correction * (fixed + random)), Math.sqrt(correction * (fixed + limit * random)));
    }

    private static boolean isFinite(double[][] chains) {
        return Arrays.stream(chains).allMatch(chain -> Arrays.stream(chain).allMatch(Double::isFinite));
    }

    /** Returns the quantile of F; NaN if all draws of each chain are equal, which leaves no degrees of freedom. */
    private static double upperQuantile(double numerator, double denominator) {
        if (Double.isNaN(denominator)) {
            return Double.NaN;
        }
        return denominator > LARGE
                ? ChiSquaredDistribution.of(numerator).inverseCumulativeProbability(UPPER) / numerator
                : FDistribution.of(numerator, denominator).inverseCumulativeProbability(UPPER);
    }

    /**
     * {@return the multivariate factor, for the linear combination of the numbers in which the chains differ most; NaN for a
     * single chain, for draws that are not all finite, or if the numbers are linearly dependent} It is without the correction for sampling variability. The
     * eigenvalue's factor is 1 + 1/m, with m the number of chains, as Brooks and Gelman have it; coda's {@code mpsrf} has
     * the number of variables in its place, so that the two differ unless these are equal.
     *
     * @param numbers for each number its draws, an array a chain; all of one length
     */
    public static double multivariate(double[][][] numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("The multivariate factor needs at least one number, got none.");
        }
        int chains = numbers[0].length;
        int draws = numbers[0][0].length;
        if (chains < 2 || draws < 2 || !Arrays.stream(numbers).allMatch(GelmanRubin::isFinite)) {
            return Double.NaN;
        }
        int size = numbers.length;
        RealMatrix within = new Array2DRowRealMatrix(size, size);
        RealMatrix between = new Array2DRowRealMatrix(size, size);
        double[][] means = Arrays.stream(numbers)
                .map(number -> Arrays.stream(number).mapToDouble(Moments::mean).toArray())
                .toArray(double[][]::new);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double sum = 0;
                for (int chain = 0; chain < chains; chain++) {
                    sum += Moments.covariance(numbers[row][chain], numbers[column][chain]);
                }
                within.setEntry(row, column, sum / chains);
                between.setEntry(row, column, Moments.covariance(means[row], means[column]));
            }
        }
        try {
            RealMatrix factor = new CholeskyDecomposition(within).getL();
            RealMatrix inverse = MatrixUtils.inverse(factor);
            RealMatrix ratio = inverse.multiply(between).multiply(inverse.transpose());
            double largest = Arrays.stream(new EigenDecomposition(ratio).getRealEigenvalues())
                    .max()
                    .orElseThrow();
            return Math.sqrt((draws - 1.0) / draws + (1 + 1.0 / chains) * largest);
        } catch (NonPositiveDefiniteMatrixException e) {
            return Double.NaN;
        }
    }
}
