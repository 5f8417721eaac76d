package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.ppl4j.math.Elementary;

/**
 * A stretch of a trajectory: its two ends, the sum of its momenta, its weight, and the point proposed from it. Moves in
 * place; joining takes arrays over instead of copying them.
 */
final class NutsTree {
    private double[] firstMomentum;
    private double[] firstVelocity;
    private double[] lastMomentum;
    private double[] lastVelocity;
    private final double[] momentumSum;
    private double[] position;
    private double[] gradient;
    /** The momentum of the point proposed; empty if it is not kept. */
    private double[] momentum;

    private double logDensity;
    private double energy;
    private double logWeight;

    /**
     * Makes room for a tree.
     *
     * @param keepsMomentum whether the momentum of the point proposed is kept
     */
    NutsTree(int dimension, boolean keepsMomentum) {
        firstMomentum = new double[dimension];
        firstVelocity = new double[dimension];
        lastMomentum = new double[dimension];
        lastVelocity = new double[dimension];
        momentumSum = new double[dimension];
        position = new double[dimension];
        gradient = new double[dimension];
        momentum = new double[keepsMomentum ? dimension : 0];
    }

    /** Becomes the tree of one point, whose velocity is up to date. */
    void leaf(PhasePoint point, double pointEnergy, double pointLogWeight) {
        int dimension = position.length;
        System.arraycopy(point.momentum, 0, firstMomentum, 0, dimension);
        System.arraycopy(point.momentum, 0, lastMomentum, 0, dimension);
        System.arraycopy(point.momentum, 0, momentumSum, 0, dimension);
        System.arraycopy(point.velocity, 0, firstVelocity, 0, dimension);
        System.arraycopy(point.velocity, 0, lastVelocity, 0, dimension);
        System.arraycopy(point.position, 0, position, 0, dimension);
        System.arraycopy(point.gradient, 0, gradient, 0, dimension);
        System.arraycopy(point.momentum, 0, momentum, 0, momentum.length);
        logDensity = point.logDensity;
        energy = pointEnergy;
        logWeight = pointLogWeight;
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

    /** Takes the next tree in as one half of a subtree: its proposal is chosen by its share of the weight. */
    void joinEvenly(NutsTree next, RandomGenerator random) {
        double total = logSum(logWeight, next.logWeight);
        if (total - next.logWeight < random.nextExponential()) {
            swapProposals(next);
        }
        extend(next, total);
    }

    /** Takes the proposal of a new subtree, of the same size, with the probability that favours being far away. */
    void chooseBetween(NutsTree fresh, RandomGenerator random) {
        if (logWeight - fresh.logWeight < random.nextExponential()) {
            swapProposals(fresh);
        }
    }

    /** Takes the next tree in, but for its proposal. */
    void extend(NutsTree next) {
        extend(next, logSum(logWeight, next.logWeight));
    }

    /** Reverses a tree that was built backwards in time, and returns whether it and this one after it go on. */
    boolean continuesBackwards(NutsTree backwards) {
        backwards.reverse();
        return backwards.continuesWith(this);
    }

    /** Takes a reversed tree before this one in, but for its proposal. */
    void extendBackwards(NutsTree before) {
        double[] taken = firstMomentum;
        firstMomentum = before.firstMomentum;
        before.firstMomentum = taken;
        double[] velocity = firstVelocity;
        firstVelocity = before.firstVelocity;
        before.firstVelocity = velocity;
        add(before, logSum(logWeight, before.logWeight));
    }

    GradientState proposal() {
        return new GradientState(position.clone(), logDensity, gradient.clone());
    }

    double[] proposedMomentum() {
        return momentum;
    }

    double energy() {
        return energy;
    }

    private void extend(NutsTree next, double total) {
        double[] taken = lastMomentum;
        lastMomentum = next.lastMomentum;
        next.lastMomentum = taken;
        double[] velocity = lastVelocity;
        lastVelocity = next.lastVelocity;
        next.lastVelocity = velocity;
        add(next, total);
    }

    private void add(NutsTree other, double total) {
        for (int i = 0; i < momentumSum.length; i++) {
            momentumSum[i] += other.momentumSum[i];
        }
        logWeight = total;
    }

    private void reverse() {
        double[] taken = firstMomentum;
        firstMomentum = lastMomentum;
        lastMomentum = taken;
        double[] velocity = firstVelocity;
        firstVelocity = lastVelocity;
        lastVelocity = velocity;
    }

    private void swapProposals(NutsTree other) {
        double[] otherPosition = other.position;
        other.position = position;
        position = otherPosition;
        double[] otherGradient = other.gradient;
        other.gradient = gradient;
        gradient = otherGradient;
        double[] otherMomentum = other.momentum;
        other.momentum = momentum;
        momentum = otherMomentum;
        logDensity = other.logDensity;
        energy = other.energy;
    }

    private static double logSum(double a, double b) {
        return Math.max(a, b) + Elementary.softplus(-Math.abs(a - b));
    }
}
