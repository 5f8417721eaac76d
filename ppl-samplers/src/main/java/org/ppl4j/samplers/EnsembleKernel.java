package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One ensemble of walkers that move by stretches. Its warm-up is for the walkers to spread; nothing is learned. */
final class EnsembleKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("acceptance_rate");
    private static final int ATTEMPTS = 100;

    private final LogDensity density;
    private final int walkers;
    private final double stretch;
    private final double spread;
    private double acceptanceRate;

    EnsembleKernel(LogDensity density, int walkers, double stretch, double spread) {
        this.density = density;
        this.walkers = walkers;
        this.stretch = stretch;
        this.spread = spread;
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public int walkers() {
        return walkers;
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        PointState first = PointState.at(position, density);
        PointState[] all = new PointState[walkers];
        Arrays.fill(all, first);
        for (int i = 1; i < walkers && first.usable(); i++) {
            all[i] = near(first, random);
        }
        return new Walkers(all);
    }

    /** Returns a usable state near another one, or the last one tried. */
    private PointState near(PointState centre, RandomGenerator random) {
        PointState tried = centre;
        for (int attempt = 0; attempt == 0 || (!tried.usable() && attempt < ATTEMPTS); attempt++) {
            double[] position = centre.position().clone();
            for (int i = 0; i < position.length; i++) {
                position[i] += spread * random.nextGaussian();
            }
            tried = new PointState(position, density.logDensity(position));
        }
        return tried;
    }

    @Override
    public State step(State state, RandomGenerator random) {
        PointState[] all = ((Walkers) state).all.clone();
        double sum = 0;
        for (int i = 0; i < walkers; i++) {
            int other = random.nextInt(walkers - 1);
            sum += move(all, i, other < i ? other : other + 1, random);
        }
        acceptanceRate = sum / walkers;
        return new Walkers(all);
    }

    /** Moves a walker along the line through another; returns the probability with which it was to be accepted. */
    private double move(PointState[] all, int walker, int other, RandomGenerator random) {
        double root = 1 + (stretch - 1) * random.nextDouble();
        double factor = root * root / stretch;
        double[] from = all[walker].position();
        double[] through = all[other].position();
        double[] position = new double[from.length];
        for (int i = 0; i < position.length; i++) {
            position[i] = through[i] + factor * (from[i] - through[i]);
        }
        double logDensity = density.logDensity(position);
        double logRatio = Double.isFinite(logDensity)
                ? (position.length - 1) * Elementary.log(factor) + logDensity - all[walker].logDensity()
                : Double.NEGATIVE_INFINITY;
        if (-logRatio < random.nextExponential()) {
            all[walker] = new PointState(position, logDensity);
        }
        return Math.min(1, Elementary.exp(logRatio));
    }

    @Override
    public void report(double[] values) {
        values[0] = acceptanceRate;
    }

    /** Where the walkers of an ensemble are. */
    private static final class Walkers implements State {
        private final PointState[] all;

        Walkers(PointState[] all) {
            this.all = all;
        }

        @Override
        public double[] position() {
            return all[0].position();
        }

        @Override
        public double logDensity() {
            return all[0].logDensity();
        }

        @Override
        public boolean usable() {
            return Arrays.stream(all).allMatch(PointState::usable);
        }

        @Override
        public State walker(int walker) {
            return all[walker];
        }
    }
}
