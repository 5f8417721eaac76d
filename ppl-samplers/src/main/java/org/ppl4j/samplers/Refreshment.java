package org.ppl4j.samplers;

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
     * momentum is reversed.
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

    /** Mixes a momentum into a fresh one. */
    void mix(double[] before, double[] fresh) {
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
