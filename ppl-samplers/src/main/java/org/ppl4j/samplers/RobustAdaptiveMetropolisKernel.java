package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One chain of robust adaptive Metropolis. */
final class RobustAdaptiveMetropolisKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("acceptance_rate");
    private static final double DECAY = -2.0 / 3;

    /** Makes a scale that is far too large, which has no move accepted, half as large in some ten steps. */
    private static final double SCALE_STEP = 0.25;

    private final LogDensity density;
    private final double targetAcceptance;
    private final int dimension;
    /** The lower triangle of the covariance's factor, in rows. */
    private final double[][] factor;

    private final double[] direction;
    private final double[] move;
    private double acceptanceRate;

    RobustAdaptiveMetropolisKernel(LogDensity density, double targetAcceptance, double initialScale) {
        this.density = density;
        this.targetAcceptance = targetAcceptance;
        this.dimension = density.dimension();
        this.factor = new double[dimension][];
        for (int row = 0; row < dimension; row++) {
            factor[row] = new double[row + 1];
            factor[row][row] = initialScale;
        }
        this.direction = new double[dimension];
        this.move = new double[dimension];
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        return PointState.at(position, density);
    }

    @Override
    public State step(State state, RandomGenerator random) {
        for (int i = 0; i < dimension; i++) {
            direction[i] = random.nextGaussian();
        }
        double[] proposal = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += factor[i][j] * direction[j];
            }
            move[i] = sum;
            proposal[i] = state.position()[i] + sum;
        }
        double logDensity = density.logDensity(proposal);
        double logRatio = Double.isFinite(logDensity) ? logDensity - state.logDensity() : Double.NEGATIVE_INFINITY;
        acceptanceRate = Math.min(1, Elementary.exp(logRatio));
        return -logRatio < random.nextExponential() ? new PointState(proposal, logDensity) : state;
    }

    @Override
    public State warmup(State state, int iteration, int total, RandomGenerator random) {
        State next = step(state, random);
        adapt(iteration + 1L, total);
        return next;
    }

    /** Stretches the covariance along the latest move if it was accepted more easily than wanted, or else shrinks it. */
    private void adapt(long count, int total) {
        double squares = 0;
        for (double coordinate : direction) {
            squares += coordinate * coordinate;
        }
        double weight = Math.min(1, dimension * StrictMath.pow((double) count, DECAY));
        double change = weight * (acceptanceRate - targetAcceptance);
        double scale = Math.sqrt(Math.abs(change) / squares);
        for (int i = 0; i < dimension; i++) {
            move[i] *= scale;
        }
        updateFactor(Math.signum(change));
        if (count <= total / 2) {
            stretch(Elementary.exp(SCALE_STEP * (acceptanceRate - targetAcceptance)));
        }
    }

    /** Changes the size alone: along one direction after the other it would take very long to get small. */
    private void stretch(double times) {
        for (double[] row : factor) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= times;
            }
        }
    }

    /** Makes the factor that of the covariance plus or minus the square of {@link #move}, which it overwrites. */
    private void updateFactor(double sign) {
        for (int k = 0; k < dimension; k++) {
            double before = factor[k][k];
            double after = Math.sqrt(before * before + sign * move[k] * move[k]);
            double ratio = after / before;
            double shift = move[k] / before;
            factor[k][k] = after;
            for (int i = k + 1; i < dimension; i++) {
                factor[i][k] = (factor[i][k] + sign * shift * move[i]) / ratio;
                move[i] = ratio * move[i] - shift * factor[i][k];
            }
        }
    }

    @Override
    public void report(double[] values) {
        values[0] = acceptanceRate;
    }

    /** Returns the covariance of the proposals. */
    double covariance(int row, int column) {
        double sum = 0;
        for (int k = 0; k <= Math.min(row, column); k++) {
            sum += factor[row][k] * factor[column][k];
        }
        return sum;
    }
}
