package org.ppl4j.samplers;

/**
 * A trajectory that the integrator lost: where it set out, where it was lost, and by how much its energy was wrong then.
 */
public final class Divergence {
    private final double[] start;
    private final double[] end;
    private final double energyError;

    Divergence(double[] start, double[] end, double energyError) {
        this.start = start.clone();
        this.end = end.clone();
        this.energyError = energyError;
    }

    /** {@return the unconstrained coordinates of the state that it set out from} */
    public double[] start() {
        return start.clone();
    }

    /** {@return the unconstrained coordinates of the first point whose energy was wrong} */
    public double[] end() {
        return end.clone();
    }

    /** {@return by how much the energy grew, which is infinite where the density was not finite} */
    public double energyError() {
        return energyError;
    }

    @Override
    public String toString() {
        return "a divergence with an energy error of " + energyError;
    }
}
