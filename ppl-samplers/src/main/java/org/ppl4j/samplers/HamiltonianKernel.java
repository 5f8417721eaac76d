package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Divergence;

/** One chain of a Hamiltonian sampler: its transitions, and what they teach it in warm-up. */
final class HamiltonianKernel implements Kernel {
    private final Integrator integrator;
    private final Trajectory trajectory;
    private final Tuner tuner;
    private final KeptDivergences divergences;
    private double usedStepSize;

    HamiltonianKernel(Integrator integrator, Trajectory trajectory, Tuner tuner) {
        this.integrator = integrator;
        this.trajectory = trajectory;
        this.tuner = tuner;
        this.divergences = new KeptDivergences(trajectory.density().dimension());
    }

    @Override
    public List<String> statistics() {
        return trajectory.statistics();
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        return GradientState.at(position, trajectory.density());
    }

    @Override
    public State step(State state, RandomGenerator random) {
        GradientState next = move((GradientState) state, random);
        divergences.add(trajectory.divergence());
        return next;
    }

    @Override
    public State warmup(State state, int iteration, int total, RandomGenerator random) {
        GradientState from = (GradientState) state;
        if (iteration == 0) {
            tuner.begin(from, total, random);
        }
        GradientState next = move(from, random);
        tuner.learn(iteration, from, next, random);
        return next;
    }

    @Override
    public State finishWarmup(State state) {
        tuner.finish();
        return state;
    }

    @Override
    public void report(double[] values) {
        trajectory.report(usedStepSize, values);
    }

    @Override
    public List<Divergence> divergences() {
        return divergences.list();
    }

    Metric metric() {
        return trajectory.metric;
    }

    private GradientState move(GradientState from, RandomGenerator random) {
        usedStepSize = integrator.stepSize(tuner.stepSize(from, random), random);
        return trajectory.run(from, usedStepSize, random);
    }
}
