package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;

/** One chain of Hamiltonian Monte Carlo with trajectories of a fixed length. */
final class HmcKernel implements Kernel {
    /** As in Stan: an energy error this large means that the integrator has lost the trajectory. */
    static final double DIVERGENCE_THRESHOLD = 1000;

    private static final List<String> STATISTICS =
            List.of("acceptance_rate", "step_size", "n_steps", "energy", "diverging");

    private final LogDensity density;
    private final Metric metric;
    private final Leapfrog leapfrog;
    private final double stepSize;
    private final int leapfrogSteps;
    private final PhasePoint point;

    private double acceptanceRate;
    private int stepsMade;
    private double energy;
    private boolean diverging;

    HmcKernel(LogDensity density, Metric metric, double stepSize, int leapfrogSteps) {
        this.density = density;
        this.metric = metric;
        this.leapfrog = new Leapfrog(density, metric);
        this.stepSize = stepSize;
        this.leapfrogSteps = leapfrogSteps;
        this.point = new PhasePoint(density.dimension());
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        return GradientState.at(position, density);
    }

    @Override
    public State step(State state, RandomGenerator random) {
        point.moveTo((GradientState) state);
        metric.drawMomentum(random, point.momentum);
        double energyBefore = point.energy(metric);
        stepsMade = 0;
        do {
            leapfrog.step(point, stepSize);
            stepsMade++;
        } while (stepsMade < leapfrogSteps && Double.isFinite(point.logDensity));

        double energyAfter = point.energy(metric);
        // The end of an interrupted trajectory is no proposal, whatever the sign of its infinity.
        double energyError = Double.isFinite(energyAfter) ? energyAfter - energyBefore : Double.POSITIVE_INFINITY;
        acceptanceRate = Math.min(1, Math.exp(-energyError));
        diverging = energyError > DIVERGENCE_THRESHOLD;
        boolean accepted = energyError < random.nextExponential();
        energy = accepted ? energyAfter : energyBefore;
        return accepted ? point.state() : state;
    }

    @Override
    public void report(double[] values) {
        values[0] = acceptanceRate;
        values[1] = stepSize;
        values[2] = stepsMade;
        values[3] = energy;
        values[4] = diverging ? 1 : 0;
    }
}
