package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/**
 * The metric of scaled coordinates that are correlated in a few directions: the inverse mass matrix is
 * {@code S (I + Σ (v - 1) u uᵀ) S}, with a diagonal S, orthonormal u and their variances v.
 *
 * <p>It costs as much as there are coordinates times directions.
 */
final class LowRankMetric implements Metric {
    private static final double ORTHONORMAL = 1e-6;

    private final double[] scales;
    private final double[][] directions;
    private final double[] variances;
    /** The directions times the scales. */
    private final double[][] scaled;

    /** Takes the arrays over, and trusts that the directions are orthonormal. */
    LowRankMetric(double[] scales, double[][] directions, double[] variances) {
        this.scales = scales;
        this.directions = directions;
        this.variances = variances;
        this.scaled = new double[directions.length][scales.length];
        for (int k = 0; k < directions.length; k++) {
            for (int i = 0; i < scales.length; i++) {
                scaled[k][i] = scales[i] * directions[k][i];
            }
        }
    }

    static LowRankMetric of(double[] scales, double[][] directions, double[] variances) {
        if (directions.length != variances.length) {
            throw new IllegalArgumentException("A low-rank metric needs a variance for each direction, got "
                    + variances.length + " for " + directions.length + ".");
        }
        checkPositive("scales", scales);
        checkPositive("variances", variances);
        double[][] copies = new double[directions.length][];
        for (int k = 0; k < directions.length; k++) {
            copies[k] = directions[k].clone();
            if (copies[k].length != scales.length) {
                throw new IllegalArgumentException("The directions of a low-rank metric must be as long as its scales, "
                        + scales.length + ", got one of " + copies[k].length + " numbers.");
            }
            for (int other = 0; other <= k; other++) {
                if (!(Math.abs(Vectors.product(copies[k], copies[other]) - (other == k ? 1 : 0)) < ORTHONORMAL)) {
                    throw new IllegalArgumentException(
                            "The directions of a low-rank metric must be orthonormal, but the" + " product of " + other
                                    + " and " + k + " is " + Vectors.product(copies[k], copies[other]) + ".");
                }
            }
        }
        return new LowRankMetric(scales.clone(), copies, variances.clone());
    }

    private static void checkPositive(String what, double[] numbers) {
        for (double number : numbers) {
            if (!(number > 0) || Double.isInfinite(number)) {
                throw new IllegalArgumentException(
                        "The " + what + " of a low-rank metric must be finite and > 0, got " + number + ".");
            }
        }
    }

    int rank() {
        return directions.length;
    }

    double variance(int direction) {
        return variances[direction];
    }

    double[] direction(int direction) {
        return directions[direction].clone();
    }

    double scale(int coordinate) {
        return scales[coordinate];
    }

    /** The directions are orthonormal, so that each can be rescaled on its own. */
    @Override
    public void drawMomentum(RandomGenerator random, double[] momentum) {
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] = random.nextGaussian();
        }
        for (int k = 0; k < directions.length; k++) {
            Vectors.addMultiple(
                    directions[k],
                    (1 / Math.sqrt(variances[k]) - 1) * Vectors.product(directions[k], momentum),
                    momentum);
        }
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] /= scales[i];
        }
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        for (int i = 0; i < momentum.length; i++) {
            velocity[i] = scales[i] * scales[i] * momentum[i];
        }
        for (int k = 0; k < scaled.length; k++) {
            Vectors.addMultiple(scaled[k], (variances[k] - 1) * Vectors.product(scaled[k], momentum), velocity);
        }
    }

    @Override
    public boolean fits(int dimension) {
        return dimension == scales.length;
    }

    @Override
    public String toString() {
        return "Metric.lowRank(" + scales.length + " coordinates, " + directions.length + " directions)";
    }
}
