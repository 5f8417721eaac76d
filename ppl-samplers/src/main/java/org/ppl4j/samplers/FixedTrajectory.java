package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;

/** The trajectory of Hamiltonian Monte Carlo: of a length that is given, its end accepted or rejected. */
final class FixedTrajectory extends Trajectory {
    /** As in Stan: an energy error this large means that the integrator has lost the trajectory. */
    static final double DIVERGENCE_THRESHOLD = 1000;

    private static final List<String> STATISTICS =
            List.of("acceptance_rate", "step_size", "n_steps", "energy", "diverging");

    private final TrajectoryLength length;
    private final Refreshment refreshment;
    private final PhasePoint point;
    private final double[] initialMomentum;
    private int steps;
    private double energy;

    FixedTrajectory(LogDensity density, Metric metric, TrajectoryLength length, Refreshment refreshment) {
        super(density, metric, DIVERGENCE_THRESHOLD);
        this.length = length;
        this.refreshment = refreshment;
        this.point = new PhasePoint(density.dimension());
        this.initialMomentum = new double[density.dimension()];
    }

    @Override
    GradientState run(GradientState state, double stepSize, RandomGenerator random) {
        begin();
        point.moveTo(state);
        refreshment.draw(state, metric, random, point.momentum);
        System.arraycopy(point.momentum, 0, initialMomentum, 0, initialMomentum.length);
        double energyBefore = point.energy(metric);
        int wanted = length.stepsAt(stepSize);
        steps = 0;
        double energyAfter;
        double energyError;
        do {
            leapfrog.step(point, stepSize);
            steps++;
            energyAfter = point.energy(metric);
            energyError = energyError(energyAfter, energyBefore);
            // One that is lost goes on, for it may come back; to end it here would not be reversible.
            watch(state, point, energyError);
        } while (steps < wanted && Double.isFinite(energyAfter));

        count(energyError);
        boolean accepted = energyError < random.nextExponential();
        energy = accepted ? energyAfter : energyBefore;
        if (refreshment.isFull()) {
            return accepted ? point.state() : state;
        }
        return accepted
                ? point.state().withMomentum(point.momentum, metric)
                : state.withMomentum(reversed(initialMomentum), metric);
    }

    private static double[] reversed(double[] momentum) {
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] = -momentum[i];
        }
        return momentum;
    }

    @Override
    List<String> statistics() {
        return STATISTICS;
    }

    @Override
    void report(double stepSize, double[] values) {
        values[0] = acceptanceRate();
        values[1] = stepSize;
        values[2] = steps;
        values[3] = energy;
        values[4] = diverging() ? 1 : 0;
    }

    @Override
    int steps() {
        return steps;
    }
}
