package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/**
 * How much of the momentum is drawn afresh before a trajectory: all of it, or a part, so that the chain keeps its
 * direction for a while.
 *
 * <p>A. M. Horowitz, "A generalized guided Monte Carlo algorithm", Physics Letters B 268, 1991.
 */
@CheckReturnValue
public final class Refreshment {
    private static final Refreshment FULL = new Refreshment(0);

    private final double kept;

    private Refreshment(double kept) {
        this.kept = kept;
    }

    /** {@return a fresh momentum for each trajectory} */
    public static Refreshment full() {
        return FULL;
    }

    /**
     * {@return the momentum before times a factor, plus fresh noise that makes up for the rest} After a rejection the
     * momentum is reversed; {@link Nuts}, which rejects nothing, goes on with that of the point it chose.
     *
     * @param kept the factor: the correlation with the momentum before, above 0 and below 1
     * @throws IllegalArgumentException if it is not
     */
    public static Refreshment partial(double kept) {
        if (!(kept > 0 && kept < 1)) {
            throw new IllegalArgumentException(
                    "The part of a momentum that is kept must be between 0 and 1, both excluded, got " + kept + ".");
        }
        return new Refreshment(kept);
    }

    boolean isFull() {
        return kept == 0;
    }

    /** Draws the momentum with which to leave a state. */
    void draw(GradientState state, Metric metric, RandomGenerator random, double[] momentum) {
        metric.drawMomentum(random, momentum);
        double[] before = state.momentumIn(metric);
        if (before != null) {
            mix(before, momentum);
        }
    }

    private void mix(double[] before, double[] fresh) {
        double noise = Math.sqrt(1 - kept * kept);
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = kept * before[i] + noise * fresh[i];
        }
    }

    @Override
    public String toString() {
        return kept == 0 ? "Refreshment.full()" : "Refreshment.partial(" + kept + ")";
    }
}
