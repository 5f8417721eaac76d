package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Variable;

/**
 * Finds the mean and the precision of a prior that is Gaussian in the unconstrained coordinates, from values of its log
 * density: a quadratic function is known exactly from those.
 */
final class GaussianSearch {
    private static final int TRIES = 100;
    private static final int CHECKS = 4;
    private static final double TOLERANCE = 1e-6;

    private final Prior prior;
    private final double[] start;
    private final int dimension;
    private final double[] steps;

    private double[] mean;
    private final double[] precisions;

    /**
     * Creates a search.
     *
     * @param prior the prior
     * @param start a position where the prior is likely: far from there, one coordinate's density hides that of the others
     */
    GaussianSearch(Prior prior, double[] start) {
        this.prior = prior;
        this.start = start.clone();
        this.dimension = start.length;
        this.mean = start.clone();
        this.steps = new double[dimension];
        Arrays.fill(steps, 1);
        this.precisions = new double[dimension];
    }

    /** Returns the Gaussian; empty if the prior is none. */
    Optional<GaussianPrior> find() {
        // The second time from a place near the mean, where the values are not large numbers that cancel.
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < dimension; i++) {
                if (!measure(i)) {
                    return Optional.empty();
                }
            }
            double[] next = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                next[i] = mean[i] + slope(i) / precisions[i];
            }
            GaussianPrior independent = GaussianPrior.independent(next, precisions);
            if (pass == 1 && agrees(independent)) {
                return Optional.of(independent);
            }
            mean = pass == 0 && allFinite(next) ? next : mean;
        }
        return dependent().filter(this::agrees);
    }

    private static boolean allFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** Finds a step over which the curvature shows well, and the precision with it; returns whether there is one. */
    private boolean measure(int i) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double bend = 2 * valueAt() - moved(i, steps[i]) - moved(i, -steps[i]);
            if (bend > 0.1 && bend < 100) {
                precisions[i] = bend / (steps[i] * steps[i]);
                return true;
            }
            if (Double.isNaN(bend)) {
                return false;
            }
            steps[i] *= bend < 1 ? 4 : 0.25;
        }
        return false;
    }

    private double slope(int i) {
        return (moved(i, steps[i]) - moved(i, -steps[i])) / (2 * steps[i]);
    }

    private Optional<GaussianPrior> dependent() {
        double[][] precision = new double[dimension][dimension];
        double[] slopes = new double[dimension];
        double centre = valueAt();
        for (int i = 0; i < dimension; i++) {
            precision[i][i] = precisions[i];
            slopes[i] = slope(i);
            for (int j = 0; j < i; j++) {
                double both = moved(i, steps[i], j, steps[j]);
                double mixed = both - moved(i, steps[i]) - moved(j, steps[j]) + centre;
                precision[i][j] = -mixed / (steps[i] * steps[j]);
                precision[j][i] = precision[i][j];
            }
        }
        try {
            GaussianPrior about = GaussianPrior.of(mean, precision);
            double[] centred = about.solve(slopes);
            for (int i = 0; i < dimension; i++) {
                centred[i] += mean[i];
            }
            return Optional.of(GaussianPrior.of(centred, precision));
        } catch (IllegalArgumentException notDefinite) {
            return Optional.empty();
        }
    }

    /** Compares differences of log densities at some places about the mean. */
    private boolean agrees(GaussianPrior gaussian) {
        RandomGenerator random = new SplittableRandom(1);
        double[] centre = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            centre[i] = gaussian.mean(i);
        }
        double reference = prior.logDensity(centre);
        for (int check = 0; check < CHECKS; check++) {
            double[] position = centre.clone();
            for (int i = 0; i < dimension; i++) {
                position[i] += (1 + check) * random.nextGaussian() / Math.sqrt(precisions[i]);
            }
            double expected = gaussian.logDensity(position);
            double actual = prior.logDensity(position) - reference;
            if (!(Math.abs(actual - expected) <= TOLERANCE * (1 + Math.abs(expected) + Math.abs(reference)))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the name of the first variable in whose coordinates alone the log density is not quadratic. */
    Optional<String> culprit(Target target) {
        for (Variable variable : target.variables()) {
            int[] coordinates = target.coordinates(variable.name());
            for (double step : new double[] {0.5, 1, 2}) {
                if (coordinates.length > 0 && !isQuadratic(coordinates, step)) {
                    return Optional.of(variable.name());
                }
            }
        }
        return Optional.empty();
    }

    private boolean isQuadratic(int[] coordinates, double step) {
        double[] values = new double[4];
        for (int k = 0; k < 4; k++) {
            double[] position = start.clone();
            for (int coordinate : coordinates) {
                position[coordinate] += k * step;
            }
            values[k] = prior.logDensity(position);
        }
        // The third difference of a quadratic function is zero.
        double third = values[3] - 3 * values[2] + 3 * values[1] - values[0];
        double second = values[2] - 2 * values[1] + values[0];
        double scale = 1 + Math.abs(values[0]) + Math.abs(values[3]);
        return Math.abs(third) <= TOLERANCE * scale && second < 0;
    }

    private double valueAt() {
        return prior.logDensity(mean);
    }

    private double moved(int i, double by) {
        double[] position = mean.clone();
        position[i] += by;
        return prior.logDensity(position);
    }

    private double moved(int i, double byI, int j, double byJ) {
        double[] position = mean.clone();
        position[i] += byI;
        position[j] += byJ;
        return prior.logDensity(position);
    }
}
