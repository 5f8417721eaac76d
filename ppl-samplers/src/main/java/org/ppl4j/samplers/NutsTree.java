package org.ppl4j.samplers;

/**
 * A stretch of a trajectory: its two ends and the sum of its momenta. Moves in place; joining takes arrays over instead of
 * copying them.
 */
final class NutsTree {
    private double[] firstMomentum;
    private double[] firstVelocity;
    private double[] lastMomentum;
    private double[] lastVelocity;
    private final double[] momentumSum;

    NutsTree(int dimension) {
        firstMomentum = new double[dimension];
        firstVelocity = new double[dimension];
        lastMomentum = new double[dimension];
        lastVelocity = new double[dimension];
        momentumSum = new double[dimension];
    }

    /** Becomes the tree of one point, whose velocity is up to date. */
    void leaf(PhasePoint point) {
        int dimension = momentumSum.length;
        System.arraycopy(point.momentum, 0, firstMomentum, 0, dimension);
        System.arraycopy(point.momentum, 0, lastMomentum, 0, dimension);
        System.arraycopy(point.momentum, 0, momentumSum, 0, dimension);
        System.arraycopy(point.velocity, 0, firstVelocity, 0, dimension);
        System.arraycopy(point.velocity, 0, lastVelocity, 0, dimension);
    }

    /**
     * Returns whether this tree and the next one after it go on without a U-turn: neither the two together, nor either
     * with the nearest point of the other, whose check sees what a tree of half a period hides.
     */
    boolean continuesWith(NutsTree next) {
        double whole1 = 0;
        double whole2 = 0;
        double left1 = 0;
        double left2 = 0;
        double right1 = 0;
        double right2 = 0;
        for (int i = 0; i < momentumSum.length; i++) {
            double sum = momentumSum[i] + next.momentumSum[i];
            double left = momentumSum[i] + next.firstMomentum[i];
            double right = next.momentumSum[i] + lastMomentum[i];
            whole1 += firstVelocity[i] * sum;
            whole2 += next.lastVelocity[i] * sum;
            left1 += firstVelocity[i] * left;
            left2 += next.firstVelocity[i] * left;
            right1 += lastVelocity[i] * right;
            right2 += next.lastVelocity[i] * right;
        }
        return whole1 > 0 && whole2 > 0 && left1 > 0 && left2 > 0 && right1 > 0 && right2 > 0;
    }

    /** Takes the next tree in. */
    void extend(NutsTree next) {
        double[] momentum = lastMomentum;
        lastMomentum = next.lastMomentum;
        next.lastMomentum = momentum;
        double[] velocity = lastVelocity;
        lastVelocity = next.lastVelocity;
        next.lastVelocity = velocity;
        add(next);
    }

    /** Reverses a tree that was built backwards in time, and returns whether it and this one after it go on. */
    boolean continuesBackwards(NutsTree backwards) {
        backwards.reverse();
        return backwards.continuesWith(this);
    }

    /** Takes a reversed tree before this one in. */
    void extendBackwards(NutsTree before) {
        double[] momentum = firstMomentum;
        firstMomentum = before.firstMomentum;
        before.firstMomentum = momentum;
        double[] velocity = firstVelocity;
        firstVelocity = before.firstVelocity;
        before.firstVelocity = velocity;
        add(before);
    }

    private void add(NutsTree other) {
        for (int i = 0; i < momentumSum.length; i++) {
            momentumSum[i] += other.momentumSum[i];
        }
    }

    private void reverse() {
        double[] momentum = firstMomentum;
        firstMomentum = lastMomentum;
        lastMomentum = momentum;
        double[] velocity = firstVelocity;
        firstVelocity = lastVelocity;
        lastVelocity = velocity;
    }
}
