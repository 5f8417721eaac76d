package org.ppl4j.chains;

import java.util.Arrays;

/**
 * A credible interval.
 *
 * @param lower the lower end
 * @param upper the upper end
 */
public record Interval(double lower, double upper) {

    /**
     * {@return the interval with the same probability below it as above it; NaN without values or if one of them is NaN}
     *
     * @param values the draws, in any order
     * @param probability of the interval, between 0 and 1
     */
    public static Interval equalTailed(double[] values, double probability) {
        requireProbability(probability);
        double tail = (1 - probability) / 2;
        double[] ends = Quantiles.of(values, new double[] {tail, 1 - tail});
        return new Interval(ends[0], ends[1]);
    }

    /**
     * {@return the shortest interval from draw to draw, the interval of the highest posterior density if there is one mode;
     * NaN without values or if one of them is NaN} As {@code HPDinterval} of the R package coda; M.-H. Chen and Q.-M. Shao,
     * "Monte Carlo estimation of Bayesian credible and HPD intervals", Journal of Computational and Graphical Statistics 8,
     * 1999.
     *
     * @param values the draws, in any order
     * @param probability of the interval, between 0 and 1
     */
    public static Interval highestDensity(double[] values, double probability) {
        requireProbability(probability);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        if (count == 0 || Double.isNaN(sorted[count - 1])) {
            return new Interval(Double.NaN, Double.NaN);
        }
        if (count == 1) {
            return new Interval(sorted[0], sorted[0]);
        }
        int distance = Math.max(1, Math.min(count - 1, (int) Math.rint(count * probability)));
        int best = 0;
        for (int first = 1; first < count - distance; first++) {
            if (sorted[first + distance] - sorted[first] < sorted[best + distance] - sorted[best]) {
                best = first;
            }
        }
        return new Interval(sorted[best], sorted[best + distance]);
    }

    private static void requireProbability(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "An interval needs a probability between 0 and 1, got " + probability + ".");
        }
    }

    /** {@return the distance of the ends} */
    public double width() {
        return upper - lower;
    }

    /** Returns the ends in square brackets. */
    @Override
    public String toString() {
        return "[" + lower + ", " + upper + "]";
    }
}
