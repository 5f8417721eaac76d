package org.ppl4j.samplers;

/**
 * Slice sampling of one coordinate after the other, with stepping out and shrinkage. Needs no gradient and hardly any
 * tuning: an interval that is too short is stepped out, one that is too long is shrunk. The warm-up learns their lengths.
 *
 * <p>A step updates every coordinate once. Strongly correlated coordinates move slowly. Statistics: {@code
 * n_evaluations}, how often the log density was evaluated.
 *
 * <p>R. M. Neal, "Slice sampling", Annals of Statistics 31, 2003, figures 3 and 5.
 */
@CheckReturnValue
public final class Slice implements Sampler {
    private static final int MOST_STEPS = 100;

    private final double width;
    private final int maxSteps;

    private Slice(double width, int maxSteps) {
        this.width = width;
        this.maxSteps = maxSteps;
    }

    /** {@return the sampler with first intervals of length 1, and at most 100 steps out} */
    public static Slice create() {
        return new Slice(1, MOST_STEPS);
    }

    /**
     * {@return a copy with another length of the first interval, in each unconstrained coordinate; it is 1 unless set}
     *
     * @param length above 0
     * @throws IllegalArgumentException if it is not
     */
    public Slice width(double length) {
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException(
                    "The width of slice sampling must be finite and > 0, got " + length + ".");
        }
        return new Slice(length, maxSteps);
    }

    /**
     * {@return a copy with another limit of the length of an interval, in widths; it is 100 unless set}
     *
     * @param steps how many, at least 1
     * @throws IllegalArgumentException if it is not
     */
    public Slice maxSteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("Slice sampling needs at least 1 step out, got " + steps + ".");
        }
        return new Slice(width, steps);
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Slice");
        return new SliceKernel(target.density(), width, maxSteps);
    }

    @Override
    public boolean adapts() {
        return true;
    }

    @Override
    public String toString() {
        return "Slice.create()"
                + (width == 1 ? "" : ".width(" + width + ")")
                + (maxSteps == MOST_STEPS ? "" : ".maxSteps(" + maxSteps + ")");
    }
}
