package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/**
 * Finds the order of magnitude of a step size: doubles or halves it until one leapfrog step's acceptance probability
 * crosses 0.8, with a fresh momentum for each try.
 *
 * <p>M. D. Hoffman and A. Gelman, "The No-U-Turn Sampler", JMLR 15, 2014, algorithm 4; with 0.8 for 0.5, as in Stan.
 */
final class StepSizeSearch {
    private static final double LARGEST = 1e7;
    private static final double ACCEPTANCE = 0.8;
    private static final double LOG_ACCEPTANCE = Elementary.log(ACCEPTANCE);
    private static final int TRIES = 5;
    private static final int STEPS = 10;

    private final LogDensity density;
    private final PhasePoint point;

    StepSizeSearch(LogDensity density) {
        this.density = density;
        this.point = new PhasePoint(density.dimension());
    }

    /** Returns a step size for a state, searched from a first guess. */
    double search(GradientState state, Metric metric, double guess, RandomGenerator random) {
        Leapfrog leapfrog = new Leapfrog(density, metric);
        double stepSize = guess;
        boolean grow = accepts(state, metric, leapfrog, stepSize, random);
        do {
            stepSize = grow ? stepSize * 2 : stepSize / 2;
            if (stepSize > LARGEST) {
                throw new IllegalStateException("No step size is too large for the log density, which "
                        + (isFlat(state) ? "hardly changes" : "is linear, or nearly so,") + " within " + LARGEST
                        + ": either it has no finite integral, or all parameters are of a very large scale. Give"
                        + " each site a proper prior, and measure such parameters in larger units.");
            }
            if (stepSize == 0) {
                throw new IllegalStateException("No step size is small enough for the log density, which changes"
                        + " however near the position: see whether it is continuous and its gradient right.");
            }
        } while (accepts(state, metric, leapfrog, stepSize, random) == grow);
        return stepSize;
    }

    /**
     * Returns a step size that moves without further adaptation: halves one until five trajectories of ten leapfrog steps have a
     * mean acceptance of 0.8. A single step does not tell: a state that is far out may gain from any.
     */
    double reduce(GradientState state, Metric metric, double stepSize, RandomGenerator random) {
        Leapfrog leapfrog = new Leapfrog(density, metric);
        double reduced = stepSize;
        while (reduced > Double.MIN_NORMAL && acceptance(state, metric, leapfrog, reduced, random) < ACCEPTANCE) {
            reduced /= 2;
        }
        return reduced;
    }

    /** Returns whether the latest try came to much the same log density. A slope costs no energy, however far it leads. */
    private boolean isFlat(GradientState state) {
        return Math.abs(point.logDensity - state.logDensity()) < 1;
    }

    private double acceptance(
            GradientState state, Metric metric, Leapfrog leapfrog, double stepSize, RandomGenerator random) {
        double sum = 0;
        for (int i = 0; i < TRIES; i++) {
            double loss = loss(state, metric, leapfrog, stepSize, STEPS, random);
            sum += Double.isFinite(loss) ? Math.min(1, Elementary.exp(-loss)) : 0;
        }
        return sum / TRIES;
    }

    private boolean accepts(
            GradientState state, Metric metric, Leapfrog leapfrog, double stepSize, RandomGenerator random) {
        double loss = loss(state, metric, leapfrog, stepSize, 1, random);
        return Double.isFinite(loss) && -loss > LOG_ACCEPTANCE;
    }

    /** Returns by how much the energy grows in some leapfrog steps. */
    private double loss(
            GradientState state, Metric metric, Leapfrog leapfrog, double stepSize, int steps, RandomGenerator random) {
        point.moveTo(state);
        metric.drawMomentum(random, point.momentum);
        double before = point.energy(metric);
        for (int i = 0; i < steps && Double.isFinite(point.logDensity); i++) {
            leapfrog.step(point, stepSize);
        }
        return point.energy(metric) - before;
    }
}
