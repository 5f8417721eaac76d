package org.ppl4j.samplers;

/**
 * The affine-invariant ensemble sampler: walkers that each move along the line through another one, so that the shape of
 * the target, however stretched, does not matter. Needs no gradient; suits up to some ten coordinates.
 *
 * <p>One chain is a whole ensemble. A step moves each walker once; every walker is recorded, as a chain of its own: so
 * {@code chains(2)} of 20 walkers are 40 {@link org.ppl4j.chains.Chains chains}, those of the first ensemble first, each with as many draws as asked
 * for. Walkers of an ensemble depend on each other: run several ensembles to tell whether they have settled.
 *
 * <p>Statistics: {@code acceptance_rate}, the mean over the walkers, recorded with each of them.
 *
 * <p>J. Goodman and J. Weare, "Ensemble samplers with affine invariance", Comm. App. Math. Comp. Sci. 5, 2010: the
 * stretch move, as in emcee, one walker after the other.
 */
@CheckReturnValue
public final class Ensemble implements Sampler {
    private final int walkers;
    private final double stretch;
    private final double spread;

    private Ensemble(int walkers, double stretch, double spread) {
        this.walkers = walkers;
        this.stretch = stretch;
        this.spread = spread;
    }

    /**
     * {@return the sampler with twice as many walkers as coordinates and two more, which move by a stretch of up to 2, from
     * a start within 0.1}
     */
    public static Ensemble create() {
        return new Ensemble(0, 2, 0.1);
    }

    /**
     * {@return a copy with another number of walkers}
     *
     * @param count how many: at least two more than there are unconstrained coordinates
     * @throws IllegalArgumentException if it is less than 3
     */
    public Ensemble walkers(int count) {
        if (count < 3) {
            throw new IllegalArgumentException("An ensemble needs at least 3 walkers, got " + count + ".");
        }
        return new Ensemble(count, stretch, spread);
    }

    /**
     * {@return a copy with another largest stretch of a move; it is 2 unless set}
     *
     * @param factor above 1
     * @throws IllegalArgumentException if it is not
     */
    public Ensemble stretch(double factor) {
        if (!(factor > 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException(
                    "The stretch of an ensemble must be finite and > 1, got " + factor + ".");
        }
        return new Ensemble(walkers, factor, spread);
    }

    /**
     * {@return a copy whose walkers start elsewhere: they are normally distributed about the start of the chain}
     *
     * @param deviation their standard deviation in each unconstrained coordinate, above 0; it is 0.1 unless set
     * @throws IllegalArgumentException if it is not
     */
    public Ensemble spread(double deviation) {
        if (!(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException(
                    "The spread of an ensemble must be finite and > 0, got " + deviation + ".");
        }
        return new Ensemble(walkers, stretch, deviation);
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("Ensemble");
        int dimension = target.density().dimension();
        int count = walkers == 0 ? 2 * dimension + 2 : walkers;
        if (count < dimension + 2) {
            throw new IllegalArgumentException("An ensemble of " + count + " walkers does not reach all of " + dimension
                    + " unconstrained coordinates: give it at least " + (dimension + 2) + " with walkers(...).");
        }
        return new EnsembleKernel(target.density(), count, stretch, spread);
    }

    @Override
    public boolean adapts() {
        return true;
    }

    @Override
    public String toString() {
        return "Ensemble.create()"
                + (walkers == 0 ? "" : ".walkers(" + walkers + ")")
                + (stretch == 2 ? "" : ".stretch(" + stretch + ")")
                + (spread == 0.1 ? "" : ".spread(" + spread + ")");
    }
}
