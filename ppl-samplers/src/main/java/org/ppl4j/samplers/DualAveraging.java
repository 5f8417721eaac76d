package org.ppl4j.samplers;

import org.ppl4j.math.Elementary;

/**
 * Finds the step size with which a chain has a wanted acceptance rate, by dual averaging.
 *
 * <p>M. D. Hoffman and A. Gelman, "The No-U-Turn Sampler", JMLR 15, 2014, section 3.2.
 */
final class DualAveraging {
    private static final double GAMMA = 0.05;
    private static final double T0 = 10;

    private double target;
    private double mu;
    private double meanError;
    private double logAveraged;
    private int count;

    DualAveraging(double target) {
        this.target = target;
    }

    /** Forgets all, and starts from a step size; what comes is drawn to ten times it, since large steps are cheap. */
    void restart(double stepSize) {
        mu = Elementary.log(10 * stepSize);
        meanError = 0;
        logAveraged = 0;
        count = 0;
    }

    /** Aims at another rate from now on, and guesses its step size: of small energy errors a step's square is in them. */
    void aimAt(double rate) {
        double change = 0.5 * Elementary.log((1 - rate) / (1 - target));
        target = rate;
        mu += change;
        logAveraged += change;
    }

    /** Learns from the acceptance rate of one transition, and returns the step size to try next. */
    double next(double acceptanceRate) {
        count++;
        double eta = 1 / (count + T0);
        meanError = (1 - eta) * meanError + eta * (target - acceptanceRate);
        double root = Math.sqrt(count);
        double logStepSize = mu - meanError * root / GAMMA;
        // the count to the power of -0.75
        double weight = 1 / (root * Math.sqrt(root));
        logAveraged = weight * logStepSize + (1 - weight) * logAveraged;
        return Elementary.exp(logStepSize);
    }

    /** Returns whether it has learned anything since it was restarted. */
    boolean hasLearned() {
        return count > 0;
    }

    /** Returns whether it has learned enough since it was restarted to forget the large steps that it began with. */
    boolean hasSettled() {
        return count >= T0;
    }

    /** Returns the averaged step size, the one to draw with. */
    double averaged() {
        return Elementary.exp(logAveraged);
    }
}
