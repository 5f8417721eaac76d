package org.ppl4j.chains;

/**
 * A trajectory that the integrator lost: where it set out, where it was lost, and by how much its energy was wrong then.
 */
public final class Divergence {
    private final double[] start;
    private final double[] end;
    private final double energyError;

    /**
     * Says how a trajectory diverged. The arrays are copied.
     *
     * @param start the unconstrained coordinates of the state that it set out from
     * @param end the unconstrained coordinates of the first point whose energy was wrong
     * @param energyError by how much the energy grew, in nats; infinite where the log density or its gradient was not finite
     * @throws IllegalArgumentException if start and end are not of one length
     */
    public Divergence(double[] start, double[] end, double energyError) {
        if (start.length != end.length) {
            throw new IllegalArgumentException("A divergence starts and ends in one space, got " + start.length
                    + " coordinates of the start and " + end.length + " of the end.");
        }
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

    /** {@return by how much the energy grew, in nats, which is infinite where the log density or its gradient was not
     * finite} */
    public double energyError() {
        return energyError;
    }

    @Override
    public String toString() {
        return "a divergence with an energy error of " + energyError;
    }
}
