package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;

/** One chain of slice sampling, coordinate by coordinate. */
final class SliceKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("n_evaluations");

    private final LogDensity density;
    private final int maxSteps;
    private final double[] widths;
    /** The sums of the lengths of the intervals that the moves since the last change of the widths were drawn from. */
    private final double[] lengths;

    private final double[] intervals;
    private final double[] position;
    private double logDensity;
    private double left;
    private double right;
    private int learned;
    private int evaluations;

    SliceKernel(LogDensity density, double width, int maxSteps) {
        this.density = density;
        this.maxSteps = maxSteps;
        this.widths = new double[density.dimension()];
        Arrays.fill(widths, width);
        this.lengths = new double[density.dimension()];
        this.intervals = new double[density.dimension()];
        this.position = new double[density.dimension()];
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public State start(double[] start, RandomGenerator random) {
        return PointState.at(start, density);
    }

    @Override
    public State step(State state, RandomGenerator random) {
        return sweep(state, random);
    }

    @Override
    public State warmup(State state, int iteration, int total, RandomGenerator random) {
        State next = sweep(state, random);
        for (int i = 0; i < widths.length; i++) {
            lengths[i] += intervals[i];
        }
        learned++;
        // Intervals that were far too long are shrunk to some that still are: after four changes they are not.
        int done = iteration + 1;
        if (done == total / 8 || done == total / 4 || done == total / 2 || done == total) {
            learn();
        }
        return next;
    }

    private void learn() {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(lengths[i] / learned, Double.MIN_NORMAL);
            lengths[i] = 0;
        }
        learned = 0;
    }

    private State sweep(State state, RandomGenerator random) {
        System.arraycopy(state.position(), 0, position, 0, position.length);
        logDensity = state.logDensity();
        evaluations = 0;
        for (int i = 0; i < position.length; i++) {
            double level = logDensity - random.nextExponential();
            stepOut(i, level, random);
            shrink(i, level, random);
            intervals[i] = right - left;
        }
        return new PointState(position.clone(), logDensity);
    }

    private void stepOut(int coordinate, double level, RandomGenerator random) {
        double start = position[coordinate];
        double width = widths[coordinate];
        left = start - width * random.nextDouble();
        right = left + width;
        int stepsLeft = random.nextInt(maxSteps);
        int stepsRight = maxSteps - 1 - stepsLeft;
        for (; stepsLeft > 0 && evaluate(coordinate, left) > level; stepsLeft--) {
            left -= width;
        }
        for (; stepsRight > 0 && evaluate(coordinate, right) > level; stepsRight--) {
            right += width;
        }
        position[coordinate] = start;
    }

    /** Draws from the interval, which a draw outside of the slice shortens on its side of the start. */
    private void shrink(int coordinate, double level, RandomGenerator random) {
        double start = position[coordinate];
        double before = logDensity;
        while (true) {
            double proposal = left + (right - left) * random.nextDouble();
            double value = evaluate(coordinate, proposal);
            if (value > level) {
                logDensity = value;
                return;
            }
            if (proposal < start) {
                left = proposal;
            } else {
                right = proposal;
            }
            if (!(Math.nextUp(left) < right)) {
                position[coordinate] = start;
                logDensity = before;
                return;
            }
        }
    }

    private double evaluate(int coordinate, double value) {
        evaluations++;
        position[coordinate] = value;
        return density.logDensity(position);
    }

    @Override
    public void report(double[] values) {
        values[0] = evaluations;
    }

    /** Returns the length of the first interval of a coordinate. */
    double width(int coordinate) {
        return widths[coordinate];
    }
}
