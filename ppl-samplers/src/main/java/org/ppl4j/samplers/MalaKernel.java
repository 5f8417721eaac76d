package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.Divergence;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One chain of the Metropolis-adjusted Langevin algorithm. */
final class MalaKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("acceptance_rate", "step_size", "diverging");

    private static final Metric METRIC = Metric.unit();

    private final LogDensity density;
    private final DualAveraging averaging;
    private final StepSizeSearch search;
    private final KeptDivergences divergences;
    /** Zero as long as none was searched. */
    private double stepSize;

    private int learned;
    private boolean unproven;
    private double usedStepSize;
    private double acceptanceRate;
    private @Nullable Divergence divergence;

    MalaKernel(LogDensity density, double targetAcceptance) {
        this.density = density;
        this.averaging = new DualAveraging(targetAcceptance);
        this.search = new StepSizeSearch(density);
        this.divergences = new KeptDivergences(density.dimension());
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
        State next = move((GradientState) state, random);
        divergences.add(divergence);
        return next;
    }

    private State move(GradientState from, RandomGenerator random) {
        if (stepSize == 0) {
            searchStepSize(from, random);
            unproven = true;
        }
        if (unproven) {
            stepSize = search.reduce(from, METRIC, stepSize, random);
            unproven = false;
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
        divergence = -logRatio > FixedTrajectory.DIVERGENCE_THRESHOLD
                ? new Divergence(from.position(), position, -logRatio)
                : null;
        acceptanceRate = Math.min(1, Elementary.exp(logRatio));
        return -logRatio < random.nextExponential() ? to : from;
    }

    @Override
    public State warmup(State state, int iteration, int total, RandomGenerator random) {
        GradientState from = (GradientState) state;
        if (iteration == 0) {
            searchStepSize(from, random);
        }
        State next = move(from, random);
        learned++;
        stepSize = averaging.next(acceptanceRate);
        return next;
    }

    @Override
    public State finishWarmup(State state) {
        if (averaging.hasLearned()) {
            stepSize = averaging.averaged();
            unproven = learned < Tuner.ENOUGH;
        }
        return state;
    }

    @Override
    public List<Divergence> divergences() {
        return divergences.list();
    }

    private void searchStepSize(GradientState state, RandomGenerator random) {
        stepSize = search.search(state, METRIC, stepSize == 0 ? 1 : stepSize, random);
        averaging.restart(stepSize);
    }

    @Override
    public void report(double[] values) {
        values[0] = acceptanceRate;
        values[1] = usedStepSize;
        values[2] = divergence == null ? 0 : 1;
    }
}
