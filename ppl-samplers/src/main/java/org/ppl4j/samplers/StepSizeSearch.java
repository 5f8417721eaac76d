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
    private static final double LOG_ACCEPTANCE = Elementary.log(0.8);

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
                throw new IllegalStateException(
                        "No step size is too large for the log density, which hardly changes" + " within " + LARGEST
                                + ": it seems to have no finite integral. Give each site a proper prior.");
            }
            if (stepSize == 0) {
                throw new IllegalStateException("No step size is small enough for the log density, which changes"
                        + " however near the position: see whether it is continuous and its gradient right.");
            }
        } while (accepts(state, metric, leapfrog, stepSize, random) == grow);
        return stepSize;
    }

    private boolean accepts(
            GradientState state, Metric metric, Leapfrog leapfrog, double stepSize, RandomGenerator random) {
        point.moveTo(state);
        metric.drawMomentum(random, point.momentum);
        double before = point.energy(metric);
        leapfrog.step(point, stepSize);
        double after = point.energy(metric);
        return Double.isFinite(after) && before - after > LOG_ACCEPTANCE;
    }
}
