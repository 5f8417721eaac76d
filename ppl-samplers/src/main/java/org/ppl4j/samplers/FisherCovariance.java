package org.ppl4j.samplers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metric in which the target is closest to a standard normal by the Fisher divergence: the geometric mean of the
 * covariance of the positions and the inverse of that of the gradients. It is dense, once there are two states for each
 * coordinate; or a diagonal one, and on top of that what is left in a few directions.
 *
 * <p>Both covariances are those of coordinates scaled by {@link FisherDiagonal}, and have a little of the identity added. For
 * a low rank, directions in which the mean is nearly one are dropped; and while there are fewer states than coordinates the
 * covariances are looked at in the directions alone where positions or gradients spread most. Where few states had no
 * direction, the next time few are not looked at for any.
 *
 * <p>A. Seyboldt, E. L. Carlson and B. Carpenter, "Preconditioning Hamiltonian Monte Carlo by minimizing Fisher
 * divergence", arXiv:2603.18845, 2026.
 */
final class FisherCovariance implements MetricEstimator {
    private static final int FEWEST = 3;
    /** Fewer, if they are less than two for each coordinate, show many directions by chance: extreme ones are believed. */
    private static final int FEW = 40;

    private static final double EXTREME = 20;
    /** So many of the latest states are enough to see a few directions; more cost time. */
    private static final int MOST = 100;
    /** Of as many as this where coordinates are not more. */
    private static final int MANY = 200;

    /** A dense metric needs some states for each coordinate. */
    private static final int STATES_PER_COORDINATE = 5;

    private static final double REGULARIZATION = 1e-5;
    /** Directions with variances closer to those of the diagonal metric than by this factor are not worth their cost. */
    private static final double CUTOFF = 1.5;

    /** The same while states are fewer than coordinates, and show directions by chance. */
    private static final double CUTOFF_OF_LEADING = 2;
    /** While states are fewer than coordinates, so many directions of each covariance are looked at. */
    private static final int LEADING = 32;

    /** As many while only extreme ones are believed. */
    private static final int LEADING_OF_FEW = 4;

    private final int dimension;
    private final boolean lowRank;
    private final Deque<GradientState> states = new ArrayDeque<>();
    private int count;
    /** Whether few states had no direction the last time that few were looked at. */
    private boolean inVain;

    FisherCovariance(int dimension, boolean lowRank) {
        this.dimension = dimension;
        this.lowRank = lowRank;
    }

    @Override
    public void add(GradientState state) {
        if (!state.usable()) {
            return;
        }
        count++;
        states.addLast(state);
        if (states.size() > most()) {
            states.removeFirst();
        }
    }

    private int most() {
        return lowRank ? (dimension <= MANY ? MANY : MOST) : Math.max(MANY, STATES_PER_COORDINATE * dimension);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void reset() {
        states.clear();
        count = 0;
    }

    @Override
    public @Nullable Metric estimate() {
        return estimate(true);
    }

    @Override
    public @Nullable Metric estimateOnTheWay() {
        return estimate(false);
    }

    private @Nullable Metric estimate(boolean wideDirections) {
        if (states.size() < FEWEST) {
            return null;
        }
        WelfordVariance ofPositions = new WelfordVariance(dimension);
        WelfordVariance ofGradients = new WelfordVariance(dimension);
        for (GradientState state : states) {
            ofPositions.add(state.position());
            ofGradients.add(state.gradient());
        }
        double[] scales = scales(ofPositions.variances(), ofGradients.variances());
        if (areFew() && inVain) {
            inVain = false;
            return new LowRankMetric(scales, new double[0][], new double[0]);
        }
        double[][] positions = new double[states.size()][dimension];
        double[][] gradients = new double[states.size()][dimension];
        int k = 0;
        for (GradientState state : states) {
            for (int i = 0; i < dimension; i++) {
                positions[k][i] = (state.position()[i] - ofPositions.mean(i)) / scales[i];
                gradients[k][i] = (state.gradient()[i] - ofGradients.mean(i)) * scales[i];
            }
            k++;
        }
        // A whole covariance of fewer states is wide and narrow by chance where it is not known at all.
        boolean dense = !lowRank && states.size() >= 2 * dimension;
        double[][] basis = dense || states.size() >= dimension ? null : leadingDirections(positions, gradients);
        double[][] mean = basis == null
                ? GeometricMean.of(scatter(positions), scatter(gradients))
                : GeometricMean.of(scatter(projected(positions, basis)), scatter(projected(gradients, basis)));
        if (mean == null) {
            return null;
        }
        if (dense) {
            return dense(mean, scales);
        }
        SymmetricEigen eigen = SymmetricEigen.of(mean);
        return eigen == null ? null : lowRank(eigen, basis, wideDirections, scales, positions, gradients);
    }

    private double[][] leadingDirections(double[][] positions, double[][] gradients) {
        LeadingDirections leading = new LeadingDirections(areFew() ? LEADING_OF_FEW : LEADING);
        leading.add(positions);
        leading.add(gradients);
        return leading.basis();
    }

    private static double[] scales(double[] variances, double[] steepness) {
        double[] scales = new double[variances.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = Math.sqrt(FisherDiagonal.variance(variances[i], steepness[i]));
        }
        return scales;
    }

    private static double[][] projected(double[][] vectors, double[][] basis) {
        double[][] result = new double[vectors.length][basis.length];
        for (int k = 0; k < vectors.length; k++) {
            for (int i = 0; i < basis.length; i++) {
                result[k][i] = Vectors.product(vectors[k], basis[i]);
            }
        }
        return result;
    }

    /** Returns the sum of the vectors' products with themselves, weighed against the identity. */
    private static double[][] scatter(double[][] vectors) {
        int size = vectors[0].length;
        double[][] sum = new double[size][size];
        for (int i = 0; i < size; i++) {
            sum[i][i] = 1;
        }
        Vectors.addSquares(vectors, 1 / REGULARIZATION, sum);
        return sum;
    }

    private @Nullable Metric dense(double[][] mean, double[] scales) {
        double[] covariance = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i * dimension + j] = scales[i] * mean[i][j] * scales[j];
                covariance[j * dimension + i] = covariance[i * dimension + j];
            }
        }
        return DenseMetric.ifPositiveDefinite(covariance, dimension);
    }

    private boolean areFew() {
        return states.size() < Math.min(2 * dimension, FEW);
    }

    private Metric lowRank(
            SymmetricEigen eigen,
            double @Nullable [][] basis,
            boolean wideDirections,
            double[] scales,
            double[][] positions,
            double[][] gradients) {
        List<double[]> directions = new ArrayList<>();
        List<Double> variances = new ArrayList<>();
        double usual = basis == null ? CUTOFF : CUTOFF_OF_LEADING;
        double cutoff = areFew() ? EXTREME : usual;
        for (int k = 0; k < eigen.values().length; k++) {
            double value = eigen.values()[k];
            if (!standsOut(value, cutoff) || (value > 1 && !wideDirections)) {
                continue;
            }
            double[] vector = eigen.vectors()[k];
            double[] direction = basis == null ? vector : LeadingDirections.combination(basis, vector, 1);
            int half = positions.length / 2;
            if (standsOut(direction, value, cutoff, positions, gradients, 0, half)
                    && standsOut(direction, value, cutoff, positions, gradients, half, positions.length)) {
                directions.add(direction);
                variances.add(value);
            }
        }
        inVain = areFew() && directions.isEmpty();
        return new LowRankMetric(
                scales,
                directions.toArray(double[][]::new),
                variances.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static boolean standsOut(double variance, double cutoff) {
        return variance > cutoff || (variance > 0 && variance < 1 / cutoff);
    }

    /** Whether some of the states alone say the same of a direction: a few far ones can say anything in heavy tails. */
    private static boolean standsOut(
            double[] direction,
            double value,
            double cutoff,
            double[][] positions,
            double[][] gradients,
            int from,
            int to) {
        double variance =
                Math.sqrt(variance(direction, positions, from, to) / variance(direction, gradients, from, to));
        return value > 1 ? variance > cutoff : variance < 1 / cutoff;
    }

    /** Returns the sum of squared deviations along a direction. */
    private static double variance(double[] direction, double[][] vectors, int from, int to) {
        double sum = 0;
        double squares = 0;
        for (int k = from; k < to; k++) {
            double along = Vectors.product(direction, vectors[k]);
            sum += along;
            squares += along * along;
        }
        return squares - sum * sum / (to - from);
    }
}
