package org.ppl4j.density;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/**
 * Compares the gradient of a dynamic model now and then with differences of its log density: what a lambda makes of numbers
 * that it has read from random values has no derivative, which nothing else would tell.
 *
 * <p>Only what cannot be anything else is refused: differences to both sides that agree with each other, and not with the
 * gradient. They do not agree at or next to a jump or a kink, where the lambda branches, nor where rounding takes their
 * digits.
 */
public final class DerivativeCheck {

    /** Makes the error for a derivative that is lost. */
    @FunctionalInterface
    public interface Refusal {

        /**
         * Returns the error.
         *
         * @param coordinate the unconstrained coordinate
         * @param slope how the log density changes with it
         * @param derivative what the gradient says
         */
        LostDerivativeException of(int coordinate, double slope, double derivative);
    }

    private static final double STEP = 0x1p-16;

    private static final double TOLERANCE = 1e-3;

    /** How many units in the last place of the log density a difference must exceed: its own errors are some of them. */
    private static final double ULPS = 1e4;

    private final IntPredicate isContinuous;
    private final Refusal refusal;
    private final AtomicLong calls = new AtomicLong();

    /**
     * Creates a check.
     *
     * @param isContinuous whether a coordinate has a derivative
     * @param refusal makes the error
     */
    public DerivativeCheck(IntPredicate isContinuous, Refusal refusal) {
        this.isContinuous = isContinuous;
        this.refusal = refusal;
    }

    /**
     * Checks a gradient at the first call, the second, the fourth and so on; with three more evaluations.
     *
     * @param density the log density
     * @param position where the gradient was computed
     * @param gradient the gradient
     * @throws LostDerivativeException if it is not that of the log density
     */
    void check(ToDoubleFunction<double[]> density, double[] position, double[] gradient) {
        long call = calls.incrementAndGet();
        if (Long.bitCount(call) != 1) {
            return;
        }
        double[] direction = new double[position.length];
        SplittableRandom signs = new SplittableRandom(call);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = !isContinuous.test(i) ? 0 : signs.nextBoolean() ? 1 : -1;
        }
        if (Double.isNaN(otherSlope(density, position, direction, gradient))) {
            return;
        }
        for (int i = 0; i < direction.length; i++) {
            double[] axis = new double[direction.length];
            axis[i] = Math.abs(direction[i]);
            double slope = otherSlope(density, position, axis, gradient);
            if (!Double.isNaN(slope)) {
                throw refusal.of(i, slope, gradient[i]);
            }
        }
    }

    /** Returns how the log density changes along a direction if the gradient certainly says otherwise; else NaN. */
    private static double otherSlope(
            ToDoubleFunction<double[]> density, double[] position, double[] direction, double[] gradient) {
        double expected = 0;
        for (int i = 0; i < direction.length; i++) {
            expected += direction[i] == 0 ? 0 : direction[i] * gradient[i];
        }
        double here = valueAt(density, position, direction, 0);
        double above = (valueAt(density, position, direction, STEP) - here) / STEP;
        double below = (here - valueAt(density, position, direction, -STEP)) / STEP;
        double slope = (above + below) / 2;
        double difference = Math.abs(slope - expected);
        double rounding = ULPS * Math.ulp(here) / STEP;
        boolean isOther = difference > TOLERANCE * (1 + Math.abs(slope) + Math.abs(expected)) + rounding;
        return isOther && Math.abs(above - below) < 0.1 * difference ? slope : Double.NaN;
    }

    /** Where the lambda refuses its values there is no verdict. */
    private static double valueAt(
            ToDoubleFunction<double[]> density, double[] position, double[] direction, double distance) {
        double[] moved = position.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += distance * direction[i];
        }
        try {
            return density.applyAsDouble(moved);
        } catch (IllegalArgumentException refused) {
            return Double.NaN;
        }
    }
}
