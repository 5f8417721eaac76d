package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One chain of the Metropolis-adjusted Langevin algorithm. */
final class MalaKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("acceptance_rate", "step_size");

    private final LogDensity density;
    private final DualAveraging averaging;
    private final StepSizeSearch search;
    /** Zero as long as none was searched. */
    private double stepSize;

    private double usedStepSize;
    private double acceptanceRate;

    MalaKernel(LogDensity density, double targetAcceptance) {
        this.density = density;
        this.averaging = new DualAveraging(targetAcceptance);
        this.search = new StepSizeSearch(density);
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
        GradientState from = (GradientState) state;
        if (stepSize == 0) {
            searchStepSize(from, random);
        }
        usedStepSize = stepSize;
        int dimension = from.position().length;
        double drift = stepSize * stepSize / 2;
        double[] position = new double[dimension];
        double forth = 0;
        for (int i = 0; i < dimension; i++) {
            double noise = random.nextGaussian();
            position[i] = from.position()[i] + drift * from.gradient()[i] + stepSize * noise;
            forth -= noise * noise / 2;
        }
        double[] gradient = new double[dimension];
        double logDensity = density.logDensityAndGradient(position, gradient);
        GradientState to = new GradientState(position, logDensity, gradient);
        double back = 0;
        for (int i = 0; i < dimension; i++) {
            double noise = (from.position()[i] - position[i] - drift * gradient[i]) / stepSize;
            back -= noise * noise / 2;
        }
        double logRatio = to.usable() ? logDensity - from.logDensity() + back - forth : Double.NEGATIVE_INFINITY;
        acceptanceRate = Math.min(1, Elementary.exp(logRatio));
        return -logRatio < random.nextExponential() ? to : from;
    }

    @Override
    public State warmup(State state, int iteration, int total, RandomGenerator random) {
        if (iteration == 0) {
            searchStepSize((GradientState) state, random);
        }
        State next = step(state, random);
        stepSize = averaging.next(acceptanceRate);
        return next;
    }

    @Override
    public State finishWarmup(State state) {
        if (averaging.hasLearned()) {
            stepSize = averaging.averaged();
        }
        return state;
    }

    private void searchStepSize(GradientState state, RandomGenerator random) {
        stepSize = search.search(state, new UnitMetric(), stepSize == 0 ? 1 : stepSize, random);
        averaging.restart(stepSize);
    }

    @Override
    public void report(double[] values) {
        values[0] = acceptanceRate;
        values[1] = usedStepSize;
    }
}
