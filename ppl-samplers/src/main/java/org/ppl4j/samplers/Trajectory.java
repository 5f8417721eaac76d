package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.Divergence;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** How a transition moves through phase space, from a state with a momentum to the next state; and how that went. */
abstract class Trajectory {
    final LogDensity density;
    Metric metric;
    Leapfrog leapfrog;
    private final double divergenceThreshold;
    private @Nullable Divergence lost;
    private @Nullable Divergence divergence;
    private double symmetricSum;
    private double acceptanceSum;
    private double largestEnergyError;
    private int counted;

    Trajectory(LogDensity density, Metric metric, double divergenceThreshold) {
        this.density = density;
        this.metric = metric;
        this.leapfrog = new Leapfrog(density, metric);
        this.divergenceThreshold = divergenceThreshold;
    }

    LogDensity density() {
        return density;
    }

    void moveIn(Metric changed) {
        metric = changed;
        leapfrog = new Leapfrog(density, changed);
    }

    /** Keeps trajectories shorter than two to that power from now on, in a warm-up, if they have no length of their own. */
    void shorten(int mostDoublings) {}

    /** Makes one transition, and returns where it ends: the state itself if it does not move. */
    abstract GradientState run(GradientState state, double stepSize, RandomGenerator random);

    /** Returns the names of what {@link #report} writes. */
    abstract List<String> statistics();

    /** Writes how the latest transition went. */
    abstract void report(double stepSize, double[] values);

    /** Returns the leapfrog steps of the latest transition. */
    abstract int steps();

    /** Forgets how the last transition went. */
    final void begin() {
        lost = null;
        divergence = null;
        acceptanceSum = 0;
        symmetricSum = 0;
        largestEnergyError = 0;
        counted = 0;
    }

    /** Looks at a point on the way, and notes the first one that the integrator has lost. */
    final void watch(GradientState start, PhasePoint point, double energyError) {
        if (lost == null && isLost(energyError)) {
            lost = new Divergence(start.position(), point.position, energyError);
        }
    }

    /** Counts a point that was watched and might be moved to, and returns whether the integrator has not lost it. */
    final boolean count(double energyError) {
        counted++;
        largestEnergyError = Math.max(largestEnergyError, energyError);
        if (isLost(energyError)) {
            divergence = lost;
        }
        double ratio = Elementary.exp(-Math.abs(energyError));
        acceptanceSum += energyError > 0 ? ratio : 1;
        symmetricSum += 2 * ratio / (1 + ratio);
        return divergence == null;
    }

    private boolean isLost(double energyError) {
        return energyError > divergenceThreshold || energyError == Double.POSITIVE_INFINITY;
    }

    /** Returns by how much the energy is wrong: where the density is not finite, infinitely, whatever its sign there. */
    static double energyError(double energy, double initialEnergy) {
        return Double.isFinite(energy) ? energy - initialEnergy : Double.POSITIVE_INFINITY;
    }

    /** Returns the mean probability with which the counted points would be accepted, in a Metropolis step from the start. */
    final double acceptanceRate() {
        return acceptanceSum / counted;
    }

    /**
     * Returns an estimate of the same mean that treats a gain of energy and a loss alike, as they are in equilibrium. It
     * varies less, and an unusual start does not drive it up.
     */
    final double symmetricAcceptanceRate() {
        return symmetricSum / counted;
    }

    /** Returns by how much the energy grew along the latest transition at most. */
    final double largestEnergyError() {
        return largestEnergyError;
    }

    final boolean diverging() {
        return divergence != null;
    }

    /** Returns how the latest transition diverged, if it did. */
    final @Nullable Divergence divergence() {
        return divergence;
    }
}
