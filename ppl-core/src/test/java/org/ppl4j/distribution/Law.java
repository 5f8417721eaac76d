package org.ppl4j.distribution;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;

/** A distribution function with its quantiles and moments, from Commons Statistics: independent of what is tested. */
interface Law {

    double cdf(double x);

    double survival(double x);

    double quantile(double probability);

    double survivalQuantile(double probability);

    double mean();

    double variance();

    record Continuous(ContinuousDistribution of) implements Law {

        @Override
        public double cdf(double x) {
            return of.cumulativeProbability(x);
        }

        @Override
        public double survival(double x) {
            return of.survivalProbability(x);
        }

        @Override
        public double quantile(double probability) {
            return of.inverseCumulativeProbability(probability);
        }

        @Override
        public double survivalQuantile(double probability) {
            return of.inverseSurvivalProbability(probability);
        }

        @Override
        public double mean() {
            return of.getMean();
        }

        @Override
        public double variance() {
            return of.getVariance();
        }
    }

    record Discrete(DiscreteDistribution of) implements Law {

        @Override
        public double cdf(double x) {
            return of.cumulativeProbability((int) Math.floor(x));
        }

        @Override
        public double survival(double x) {
            return of.survivalProbability((int) Math.floor(x));
        }

        @Override
        public double quantile(double probability) {
            return of.inverseCumulativeProbability(probability);
        }

        @Override
        public double survivalQuantile(double probability) {
            return of.inverseSurvivalProbability(probability);
        }

        @Override
        public double mean() {
            return of.getMean();
        }

        @Override
        public double variance() {
            return of.getVariance();
        }
    }

    record Affine(Law of, double location, double scale) implements Law {

        @Override
        public double cdf(double x) {
            return of.cdf((x - location) / scale);
        }

        @Override
        public double survival(double x) {
            return of.survival((x - location) / scale);
        }

        @Override
        public double quantile(double probability) {
            return location + scale * of.quantile(probability);
        }

        @Override
        public double survivalQuantile(double probability) {
            return location + scale * of.survivalQuantile(probability);
        }

        @Override
        public double mean() {
            return location + scale * of.mean();
        }

        @Override
        public double variance() {
            return scale * scale * of.variance();
        }
    }

    /** The absolute value of a variate that is symmetric about zero. */
    record Half(ContinuousDistribution of) implements Law {

        @Override
        public double cdf(double x) {
            return of.probability(-x, x);
        }

        @Override
        public double survival(double x) {
            return 2 * of.survivalProbability(x);
        }

        @Override
        public double quantile(double probability) {
            return of.inverseCumulativeProbability(0.5 + probability / 2);
        }

        @Override
        public double survivalQuantile(double probability) {
            return of.inverseSurvivalProbability(probability / 2);
        }

        @Override
        public double mean() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public double variance() {
            return Double.NaN;
        }
    }

    /** One over a positive variate. */
    record Reciprocal(ContinuousDistribution of, double mean, double variance) implements Law {

        @Override
        public double cdf(double x) {
            return of.survivalProbability(1 / x);
        }

        @Override
        public double survival(double x) {
            return of.cumulativeProbability(1 / x);
        }

        @Override
        public double quantile(double probability) {
            return 1 / of.inverseSurvivalProbability(probability);
        }

        @Override
        public double survivalQuantile(double probability) {
            return 1 / of.inverseCumulativeProbability(probability);
        }
    }

    static Law of(ContinuousDistribution of) {
        return new Continuous(of);
    }

    static Law of(DiscreteDistribution of) {
        return new Discrete(of);
    }

    static Law affine(Law of, double location, double scale) {
        return new Affine(of, location, scale);
    }

    static Law half(ContinuousDistribution of) {
        return new Half(of);
    }

    static Law reciprocal(ContinuousDistribution of, double shape, double scale) {
        double mean = scale / (shape - 1);
        return new Reciprocal(of, mean, mean * mean / (shape - 2));
    }

    /**
     * Failures before a number of successes that need not be whole, as the Pascal distribution of Commons Statistics asks:
     * the distribution function is an incomplete beta function.
     */
    record NegativeBinomialLaw(double successes, double probability) implements Law {

        @Override
        public double cdf(double x) {
            return x < 0 ? 0 : BetaDistribution.of(successes, Math.floor(x) + 1).cumulativeProbability(probability);
        }

        @Override
        public double survival(double x) {
            return x < 0 ? 1 : BetaDistribution.of(successes, Math.floor(x) + 1).survivalProbability(probability);
        }

        @Override
        public double quantile(double p) {
            double x = 0;
            while (cdf(x) < p) {
                x++;
            }
            return x;
        }

        @Override
        public double survivalQuantile(double p) {
            double x = 0;
            while (survival(x) > p) {
                x++;
            }
            return x;
        }

        @Override
        public double mean() {
            return successes * (1 - probability) / probability;
        }

        @Override
        public double variance() {
            return mean() / probability;
        }
    }

    static Law negativeBinomial(double successes, double probability) {
        return new NegativeBinomialLaw(successes, probability);
    }
}
