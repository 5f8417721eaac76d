package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One chain of elliptical slice sampling. */
final class EllipticalSliceKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("n_evaluations");
    private static final double SMALLEST_ARC = 1e-15;

    private final LogDensity density;
    private final GaussianPrior gaussian;
    private final double[] axis;
    private int evaluations;

    EllipticalSliceKernel(LogDensity density, GaussianPrior gaussian) {
        this.density = density;
        this.gaussian = gaussian;
        this.axis = new double[density.dimension()];
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        return PointState.at(position, density);
    }

    @Override
    public State step(State state, RandomGenerator random) {
        double[] from = state.position();
        gaussian.draw(axis, random);
        double level = state.logDensity() - gaussian.logDensity(from) - random.nextExponential();
        double angle = 2 * Math.PI * random.nextDouble();
        double lowest = angle - 2 * Math.PI;
        double highest = angle;
        evaluations = 0;
        while (highest - lowest > SMALLEST_ARC) {
            double[] position = onEllipse(from, angle);
            double logDensity = density.logDensity(position);
            evaluations++;
            if (Double.isFinite(logDensity) && logDensity - gaussian.logDensity(position) > level) {
                return new PointState(position, logDensity);
            }
            if (angle < 0) {
                lowest = angle;
            } else {
                highest = angle;
            }
            angle = lowest + (highest - lowest) * random.nextDouble();
        }
        return state;
    }

    private double[] onEllipse(double[] from, double angle) {
        double cosine = Elementary.cos(angle);
        double sine = Elementary.sin(angle);
        double[] position = new double[from.length];
        for (int i = 0; i < position.length; i++) {
            double mean = gaussian.mean(i);
            position[i] = mean + (from[i] - mean) * cosine + axis[i] * sine;
        }
        return position;
    }

    @Override
    public void report(double[] values) {
        values[0] = evaluations;
    }
}
